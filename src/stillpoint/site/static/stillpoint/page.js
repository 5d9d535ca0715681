// On every page: marks that script works, and starts each component that stands in the page.
const DESIGN_SYSTEM = [
  ['govuk-button', 'button/button.js', 'Button'],
  ['govuk-character-count', 'character-count/character-count.js', 'CharacterCount'],
  ['govuk-checkboxes', 'checkboxes/checkboxes.js', 'Checkboxes'],
  ['govuk-error-summary', 'error-summary/error-summary.js', 'ErrorSummary'],
  ['govuk-radios', 'radios/radios.js', 'Radios'],
  ['govuk-service-navigation', 'service-navigation/service-navigation.js', 'ServiceNavigation'],
  ['govuk-skip-link', 'skip-link/skip-link.js', 'SkipLink']
]

// Active time first: autosave sends the seconds that it has counted.
const OWN = [
  ['form[data-active-time]', './active_time.js'],
  ['form[data-autosave]', './autosave.js'],
  ['[data-scan]', './identifier_scan.js'],
  ['[data-challenge]', './challenge.js'],
  ['section[data-progress]', './progress.js']
]

// One component that fails must not take the others with it.
async function startAll (found, load) {
  if (!found.length) return
  try {
    const start = await load()
    found.forEach((element) => start(element))
  } catch (problem) {
    console.warn('A component could not start', problem)
  }
}

function forgetOthersDrafts () {
  // Somebody else signed in, or the person signed out, in this tab.
  const person = document.documentElement.dataset.person
  if (!person) return
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith('draft:') && !key.startsWith(`draft:${person}:`)) {
      sessionStorage.removeItem(key)
    }
  }
}

document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) {
  document.body.classList.add('govuk-frontend-supported')
}
forgetOthersDrafts()
document.querySelectorAll('form[data-signs-out]').forEach((form) => {
  form.addEventListener('submit', () => sessionStorage.clear())
})
for (const [mark, file, name] of DESIGN_SYSTEM) {
  startAll(document.querySelectorAll(`[data-module="${mark}"]`), async () => {
    const module = await import(`../ds/govuk/components/${file}`)
    return (element) => new module[name](element)
  })
}
for (const [mark, file] of OWN) {
  startAll(document.querySelectorAll(mark), async () => (await import(file)).start)
}

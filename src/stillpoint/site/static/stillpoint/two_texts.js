import { element } from './sending.js'

// Somebody else saved first: both texts stand under each field, and the person chooses.
// reply: {theirs: {field: text}, version}
export function showTheirs (form, reply, saveMine) {
  form.querySelectorAll('.sp-theirs').forEach((old) => old.remove())
  const theirs = reply.theirs || {}
  const fields = Object.keys(theirs).map((name) => form.elements.namedItem(name))
    .filter((field) => field && 'value' in field && field.type !== 'hidden' && field.value !== theirs[field.name])
  for (const field of fields) field.after(box(field, theirs[field.name]))
  const first = form.querySelector('.sp-theirs')
  const mine = element('button', 'govuk-button govuk-button--secondary sp-theirs', 'Save what is on this page now')
  mine.type = 'button'
  mine.addEventListener('click', () => {
    const version = form.elements.namedItem('version')
    if (version && reply.version !== undefined) version.value = reply.version
    form.querySelectorAll('.sp-theirs').forEach((old) => old.remove())
    saveMine()
  })
  if (reply.version !== undefined) form.querySelector('.sp-saved').after(mine)
  if (first) first.querySelector('button').focus()
}

function box (field, text) {
  const made = element('div', 'govuk-inset-text sp-theirs')
  made.append(element('p', 'govuk-body-s govuk-!-font-weight-bold', 'Saved by somebody else while you were writing:'))
  made.append(element('p', 'govuk-body sp-words', text || '(empty)'))
  const take = element('button', 'govuk-button govuk-button--secondary govuk-!-margin-bottom-0', 'Use this text instead of mine')
  take.type = 'button'
  take.addEventListener('click', () => {
    const mine = field.value
    field.value = text
    take.textContent = 'Put my text back'
    take.addEventListener('click', () => { field.value = mine }, { once: true })
  }, { once: true })
  made.append(take)
  return made
}

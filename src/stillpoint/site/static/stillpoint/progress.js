const EVERY = 1500
const SLOWEST = 10_000

// Follows work that takes a while; when it is done, goes on or shows the page again.
export function start (section) {
  const words = section.querySelector('[data-progress-words]')
  const bar = section.querySelector('[data-progress-bar]')
  const link = section.querySelector('[data-progress-link]')
  if (link) link.hidden = true
  let pause = EVERY
  async function look () {
    try {
      const answer = await fetch(section.dataset.progress, {
        headers: { Accept: 'application/json' }, redirect: 'error'
      })
      if (!answer.ok) throw new Error(String(answer.status))
      pause = EVERY
      if (show(await answer.json())) return
    } catch {
      pause = Math.min(SLOWEST, pause * 2)
      if (link) link.hidden = false
    }
    setTimeout(look, pause)
  }
  function show (state) {
    // A reader hears the sentence only when it says something new.
    if (words && state.sentence && words.textContent !== state.sentence) {
      words.textContent = state.sentence
    }
    if (bar && state.of) {
      bar.max = state.of
      bar.value = state.done
    }
    if (state.failed) {
      section.classList.add('sp-progress--failed')
      return true
    }
    if (state.finished) {
      if (state.next) window.location.assign(state.next)
      else window.location.reload()
    }
    return Boolean(state.finished)
  }
  setTimeout(look, pause)
}

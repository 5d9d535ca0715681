const IDLE = 60_000
const TICK = 1000

// Counts seconds while the page is in sight and somebody has typed, moved or scrolled within the
// last minute. The field holds the seconds since the page opened or was last saved.
export function start (form) {
  const name = form.dataset.activeTime
  let field = form.elements.namedItem(name)
  if (!field) {
    field = document.createElement('input')
    field.type = 'hidden'
    field.name = name
    form.append(field)
  }
  field.value = '0'
  let lastActive = Date.now()
  for (const kind of ['input', 'keydown', 'pointermove', 'pointerdown', 'scroll']) {
    document.addEventListener(kind, () => { lastActive = Date.now() }, { passive: true })
  }
  setInterval(() => {
    if (document.visibilityState === 'visible' && Date.now() - lastActive < IDLE) {
      field.value = String(Number(field.value) + 1)
    }
  }, TICK)
  form.addEventListener('stillpoint:saved', (event) => {
    const sent = Number(event.detail.get(name) || 0)
    field.value = String(Math.max(0, Number(field.value) - sent))
  })
}

import { post } from './sending.js'
import { showFindings } from './findings.js'

const PAUSE = 1200

// Reads along: asks the service what in the text may identify somebody. Never blocks writing.
export function start (field) {
  let waiting
  let asked = field.defaultValue
  async function ask () {
    const text = field.value
    if (text === asked) return
    asked = text
    try {
      const { status, body } = await post('/scan/', new URLSearchParams({ text }), field.form)
      if (status === 200 && text === field.value) showFindings(field, body.found || [])
    } catch {
      asked = null // No connection: the text is scanned again when it is saved.
    }
  }
  field.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(ask, PAUSE)
  })
  field.addEventListener('blur', ask)
}

import { currentToken, element, post } from './sending.js'
import { showFindings } from './findings.js'
import { showTheirs } from './two_texts.js'

const PAUSE = 1500
const AGAIN = 5000

// Saves a form while one types. What could not be sent stays in this tab (sessionStorage) and is
// sent when the connection returns; it goes when the tab is closed.
export function start (form) {
  const person = document.documentElement.dataset.person || 'nobody'
  const key = `draft:${person}:${form.dataset.autosave}`
  const status = statusLine(form)
  let waiting
  let sending = false
  let dirty = false
  let stopped = false
  let submitted = false

  function later (pause = PAUSE) {
    clearTimeout(waiting)
    waiting = setTimeout(save, pause)
  }

  async function save (leaving = false) {
    if (!dirty || sending || stopped || submitted) return
    sending = true
    dirty = false
    const data = new FormData(form)
    try {
      const { status: code, body } = await post(form.dataset.autosave, data, form, leaving)
      take(code, body, data)
    } catch {
      keep(data)
      dirty = true
      say('There is no connection. Your words are kept in this tab and saved when it returns.', 'problem')
      later(AGAIN)
    } finally {
      sending = false
      if (dirty && !stopped) later()
    }
  }

  function take (code, body, data) {
    if (code === 200) return saved(body, data)
    keep(data)
    dirty = true
    if (code === 401 || code === 403) return signedOut(body)
    stopped = true
    if (code === 409) return stale(body)
    if (code >= 500) {
      stopped = false
      say(body.problem || 'It could not be saved just now. Your words are kept in this tab and sent again.', 'problem')
      return
    }
    stopped = false
    dirty = false
    say(problemIn(body), 'problem')
  }

  function saved (body, data) {
    sessionStorage.removeItem(key)
    const version = form.elements.namedItem('version')
    if (version && body.version !== undefined) version.value = body.version
    form.dispatchEvent(new CustomEvent('stillpoint:saved', { detail: data }))
    if (body.found) showAll(form, body.found)
    say(`Saved at ${body.saved_at}`)
  }

  function signedOut (body) {
    stopped = true
    say('You have been signed out. Your words are still on this page: sign in in another tab, then press Save. ', 'problem')
    const link = element('a', 'govuk-link', 'Sign in (opens in a new tab)')
    link.href = body.sign_in || '/accounts/login/'
    link.target = '_blank'
    link.rel = 'noopener'
    status.append(link)
    // Back from the other tab: try once more without being asked.
    window.addEventListener('focus', () => { stopped = false; later(0) }, { once: true })
  }

  function stale (body) {
    say(body.problem || 'Somebody else saved this while you were writing.', 'problem')
    showTheirs(form, body, () => {
      stopped = false
      dirty = true
      save()
    })
  }

  function keep (data) {
    const pairs = [...data].filter(([name, value]) => name !== 'csrfmiddlewaretoken' && typeof value === 'string')
    try {
      sessionStorage.setItem(key, JSON.stringify(pairs))
    } catch { /* The tab's storage is full or switched off: the words are still on the page. */ }
  }

  function say (words, kind = 'fine') {
    status.className = `govuk-body-s sp-saved sp-saved--${kind}`
    status.textContent = words
  }

  if (restore(form, key)) {
    dirty = true
    say('What you typed before was not saved: it is back on the page and is being saved now.', 'problem')
    later()
  }
  form.addEventListener('input', () => { dirty = true; later() })
  form.addEventListener('change', () => { dirty = true; later() })
  form.addEventListener('submit', () => {
    const token = form.querySelector('[name=csrfmiddlewaretoken]')
    if (token) token.value = currentToken(form)
    keep(new FormData(form)) // Until the next page of this form shows that it arrived.
    sessionStorage.setItem(`${key}:sent`, '1')
    submitted = true
  })
  window.addEventListener('online', () => later(0))
  window.addEventListener('pagehide', () => save(true))
  // Back with the browser's back button: the page is as it was, and can be sent again.
  window.addEventListener('pageshow', () => { submitted = false })
}

function statusLine (form) {
  const line = element('p', 'govuk-body-s sp-saved')
  line.setAttribute('role', 'status')
  const buttons = form.querySelector('.govuk-button-group') || form.lastElementChild
  buttons.before(line)
  return line
}

function problemIn (body) {
  const errors = body.errors ? Object.values(body.errors).flat().join(' ') : ''
  return body.problem || errors || 'It was not saved. Your words are still on this page.'
}

function showAll (form, found) {
  for (const field of form.querySelectorAll('[data-scan]')) {
    showFindings(field, found.filter((one) => one.field === field.name))
  }
}

// Puts back what could not be sent; -> whether anything differed from the page.
function restore (form, key) {
  const kept = sessionStorage.getItem(key)
  const sent = sessionStorage.getItem(`${key}:sent`)
  sessionStorage.removeItem(`${key}:sent`)
  if (!kept) return false
  // It was sent with the Save button and the form is shown afresh: the server has it.
  if (sent && !form.querySelector('.govuk-error-message')) {
    sessionStorage.removeItem(key)
    return false
  }
  let differs = false
  const pairs = JSON.parse(kept).filter(([name]) => name !== 'version' && name !== form.dataset.activeTime)
  for (const [name, value] of pairs) {
    for (const control of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (control.type === 'radio' || control.type === 'checkbox') {
        if (control.value === value && !control.checked) control.checked = differs = true
      } else if (control.type !== 'hidden' && control.value !== value) {
        control.value = value
        differs = true
      }
    }
  }
  if (!differs) sessionStorage.removeItem(key)
  return differs
}

// How our scripts speak to the service: same site, JSON back, the CSRF token of this moment.

// The token changes when one signs in again in another tab: the cookie has the current one.
export function currentToken (form) {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)
  const field = form && form.querySelector('[name=csrfmiddlewaretoken]')
  return cookie ? cookie[1] : field ? field.value : ''
}

// -> {status, body}; throws when there is no connection. A sign-in page instead of JSON is a 401.
export async function post (address, data, form, keepalive = false, signal = undefined) {
  const response = await fetch(address, {
    method: 'POST',
    body: data,
    keepalive,
    signal,
    credentials: 'same-origin',
    redirect: 'manual',
    headers: { Accept: 'application/json', 'X-CSRFToken': currentToken(form) }
  })
  if (response.type === 'opaqueredirect') return { status: 401, body: {} }
  const kind = response.headers.get('Content-Type') || ''
  const body = kind.includes('json') ? await response.json() : {}
  return { status: response.status, body }
}

export function element (tag, className, words) {
  const made = document.createElement(tag)
  if (className) made.className = className
  if (words) made.textContent = words
  return made
}

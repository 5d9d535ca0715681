import { post } from './sending.js'
import { start as scan } from './identifier_scan.js'

const PAUSE = 1200

// Reads along for reasoning that rests on a rape myth: cards come and go beside the field. Never
// takes the focus; a call that a later one overtakes is given up.
export function start (field) {
  const place = document.getElementById(field.dataset.cards)
  const said = place.querySelector('[role=status]')
  let waiting
  let reading
  let asked = field.defaultValue // The page came with the cards for that.

  async function ask () {
    clearTimeout(waiting)
    const text = field.value
    if (text === asked) return
    asked = text
    if (reading) reading.abort()
    const mine = reading = new AbortController()
    try {
      const data = new URLSearchParams({ field: field.name, text })
      const { status, body } = await post(field.dataset.challenge, data, field.form, false, mine.signal)
      if (status === 200 && text === field.value) show(body.cards || [])
    } catch {
      if (mine === reading) asked = null // No connection: it is read when it is saved.
    }
  }

  function show (cards) {
    const wanted = new Set(cards.map((one) => one.key))
    let came = 0
    for (const card of [...place.querySelectorAll('[data-card]')]) {
      if (!wanted.has(card.dataset.card)) card.remove()
    }
    for (const { key, html } of cards) {
      const made = new DOMParser().parseFromString(html, 'text/html').querySelector('[data-card]')
      const there = place.querySelector(`[data-card="${CSS.escape(key)}"]`)
      if (there) {
        there.querySelector('[data-quotes]').replaceWith(made.querySelector('[data-quotes]'))
      } else {
        place.append(document.adoptNode(made))
        made.querySelectorAll('[data-scan]').forEach(scan)
        came += 1
      }
    }
    if (came) said.textContent = `${came === 1 ? 'A question stands' : 'Questions stand'} beside this field.`
    else if (!cards.length) said.textContent = ''
  }

  function later () {
    clearTimeout(waiting)
    waiting = setTimeout(ask, PAUSE)
  }

  field.addEventListener('input', later)
  field.addEventListener('blur', ask)
  later() // What was typed before this started, or put back after a lost connection.
}

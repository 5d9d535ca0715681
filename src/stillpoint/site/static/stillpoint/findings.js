import { element } from './sending.js'

// Lists personal details that were found, under the field; an empty list takes the note away.
export function showFindings (field, found) {
  const id = `${field.id}-found`
  let note = document.getElementById(id)
  if (!note) {
    note = element('div', 'sp-found')
    note.id = id
    note.setAttribute('role', 'status')
    const group = field.closest('.govuk-form-group')
    group.insertBefore(note, field.nextSibling)
    const described = field.getAttribute('aria-describedby')
    field.setAttribute('aria-describedby', described ? `${described} ${id}` : id)
  }
  note.replaceChildren()
  note.hidden = !found.length
  if (!found.length) return
  note.append(element('p', 'govuk-body-s sp-found__title',
    'This may identify somebody. Please take it out or write it another way:'))
  const list = element('ul', 'govuk-list govuk-list--bullet sp-found__list')
  for (const one of found) {
    const item = element('li')
    item.append(element('strong', '', one.words || one.kind))
    if (one.words && one.kind) item.append(` (${one.kind})`)
    if (one.advice) item.append(`. ${one.advice}`)
    list.append(item)
  }
  note.append(list)
}

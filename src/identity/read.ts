// Reads canonical texts back, as far as they say what they are of.
import { canonical } from './canonical.ts'

/** The value of a text that is JSON and nothing else; `null` for a text with tags, whose value only its class could make. */
export function plainOf(text: string): { readonly value: unknown } | null {
  try {
    const value: unknown = JSON.parse(text)
    return canonical(value) === text ? { value } : null
  } catch {
    return null
  }
}

/** The canonical texts of an object's fields, by key; none for the text of anything else. */
export function fieldTexts(text: string): Map<string, string> {
  const fields = new Map<string, string>()
  if (!text.startsWith('{')) return fields
  for (let i = 1; i < text.length - 1; ) {
    const colon = endOfText(text, i)
    const end = endOfValue(text, colon + 1)
    fields.set(JSON.parse(text.slice(i, colon)) as string, text.slice(colon + 1, end))
    i = end + 1
  }
  return fields
}

/** Whether a field is this value. A text also means what is written so, because a command line has only texts. */
export function isWritten(field: string, wanted: unknown): boolean {
  if (field === canonical(wanted)) return true
  if (typeof wanted !== 'string') return false
  return field === wanted || field === `#${wanted}` || field === `#bigint(${wanted})`
}

/** Behind the quoted text that begins here. */
function endOfText(text: string, start: number): number {
  let i = start + 1
  while (text[i] !== '"') i += text[i] === '\\' ? 2 : 1
  return i + 1
}

/** Where the value that begins here ends: at the comma or bracket that is not its own. */
function endOfValue(text: string, start: number): number {
  let depth = 0
  let i = start
  while (i < text.length) {
    const character = text[i] ?? ''
    if (character === '"') {
      i = endOfText(text, i)
      continue
    }
    if ('([{'.includes(character)) depth++
    if (depth === 0 && ',)]}'.includes(character)) return i
    if (')]}'.includes(character)) depth--
    i++
  }
  return i
}

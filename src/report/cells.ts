// Writes any stored value as one line of text, told apart from every other kind where a reader could confuse them.
import { inspect } from 'node:util'
import { escapeText } from './escape.ts'

/** The text of a value in a table. An absent value is empty; `null` says so. */
export function formatCell(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return ''
    case 'string':
      return escapeText(value)
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value)
    case 'bigint':
      return `${value}n`
    case 'object':
      return formatObject(value)
    default:
      return String(value)
  }
}

function formatObject(value: object | null): string {
  if (value === null) return 'null'
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString()
  if (value instanceof Uint8Array) return `${value.length} bytes`
  return escapeText(inspect(value, { breakLength: Number.POSITIVE_INFINITY, depth: 3, maxArrayLength: 20, maxStringLength: 100 }))
}

// A row as one line of JSON that says of itself that it is Assay's, so that whoever reads it knows what its tags stand for.
import { toTagged } from './tagged.ts'
import { fromTagged } from './untag.ts'

/** The number of the format. No key of a row can be taken for the mark: one that begins with `$` is written with two. */
const format = 1

/** JSON text without a line break; absent values are left out. A `TypeError` names the key of what cannot be stored. */
export function encodeLine(row: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(row).filter(([, value]) => value !== undefined)
  const values = entries.map(([key, value]) => [key.startsWith('$') ? `$${key}` : key, tagOf(value, key)])
  return JSON.stringify({ $assay: format, ...Object.fromEntries(values) })
}

/** A date of a class of its own is stored as a date, so it is one here too. */
function tagOf(value: unknown, key: string): unknown {
  return toTagged(value instanceof Date ? new Date(value) : value, key)
}

/** The row of a parsed line, its tags turned back; any other JSON value as it is. A `TypeError` for a format that is not known. */
export function decodeLine(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, '$assay')) return value
  const { $assay: found, ...row } = value as Record<string, unknown>
  if (found !== format)
    throw new TypeError(`it has the format ${JSON.stringify(found)}, which a newer version of assay may have written`)
  // Told as an array, because an object with one key that begins with `$` would be a tag.
  return Object.fromEntries(
    Object.entries(row).map(([key, inner]) => [key.startsWith('$$') ? key.slice(1) : key, fromTagged(inner)]),
  )
}

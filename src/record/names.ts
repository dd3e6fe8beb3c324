// Turns any key into a column name that no engine confuses with another, and that can be turned back.
import { createHash } from 'node:crypto'

/** Equal for two names that SQLite or DuckDB could take for one. Wider than either folds, so that no engine merges two keys. */
export function foldName(name: string): string {
  return name.toLowerCase().toUpperCase().toLowerCase()
}

/**
 * The column of a key: the key itself, unless a column equal under case folding is taken, or the key is empty, or holds NUL or
 * ill-formed text. Then it is the key (cleaned), `~` and 6 hex digits of its digest; more digits should those be taken too.
 */
export function columnName(key: string, isTaken: (folded: string) => boolean): string {
  const isPlain = key !== '' && !key.includes('\0') && key.isWellFormed()
  if (isPlain && !isTaken(foldName(key))) return key
  const digest = createHash('sha256').update(JSON.stringify(key)).digest('hex')
  const stem = key.toWellFormed().replaceAll('\0', '\uFFFD')
  for (let digits = 6; digits <= digest.length; digits += 2) {
    const name = `${stem}~${digest.slice(0, digits)}`
    if (!isTaken(foldName(name))) return name
  }
  throw new RangeError(`expected a free column name for the key ${JSON.stringify(key)}, but all are taken`)
}

/** A name as SQL takes it. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

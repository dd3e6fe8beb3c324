// Says to which file a tracker's rows go besides the database, and refuses what can be none.
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** `true`: `events.jsonl` beside the database. */
export type SinkPlace = boolean | string | URL

/** The file to which a tracker's rows go, or `null` for none. A `TypeError` for what can be none; whether it can be written shows later. */
export function sinkPath(place: SinkPlace | undefined, location: string): string | null {
  if (place === undefined || place === false) return null
  const path = resolve(toPath(place, location))
  if (path === resolve(location) || isDatabase(path))
    throw new TypeError(`expected \`jsonl\` to be a file of its own, got ${path}, which is a database`)
  return path
}

function toPath(place: unknown, location: string): string {
  if (place === true && location !== ':memory:') return join(dirname(location), 'events.jsonl')
  if (place === true)
    throw new TypeError('expected `jsonl` to be a path for a tracker in memory, got true; give the path of the file')
  if (place instanceof URL && place.protocol === 'file:') return fileURLToPath(place)
  if (typeof place === 'string' && place !== '') return place
  const got = place === '' ? 'an empty text' : String(place)
  throw new TypeError(`expected \`jsonl\` to be true, a path or a file URL, got ${got}`)
}

function isDatabase(path: string): boolean {
  const head = Buffer.alloc(15)
  try {
    if (!statSync(path).isFile()) return false
    const file = openSync(path, 'r')
    readSync(file, head)
    closeSync(file)
  } catch {
    return false
  }
  return head.toString('latin1') === 'SQLite format 3'
}

// What a tracker may be told, checked before anything is opened.
import { inspect } from 'node:util'
import { checkNames } from '../base/options.ts'

/** A name of a file has 255 bytes on most systems, and the lock's begins with that of the database. */
const longestRunId = 150

/** A `TypeError` names the option that is unknown, or not what it has to be. */
export function checkTrackerOptions(options: {
  readonly runId?: unknown
  readonly key?: unknown
  readonly ledger?: unknown
}): void {
  checkNames(options, ['table', 'name', 'params', 'runId', 'key', 'jsonl', 'ledger'], 'openTracker()')
  const { runId = 'new', key = [], ledger = 'same' } = options
  if (typeof runId !== 'string' || runId === '' || !runId.isWellFormed() || encodeURIComponent(runId).length > longestRunId)
    throw new TypeError(`expected \`runId\` to be the id of a run, short enough for the name of a file, got ${inspect(runId)}`)
  if (!Array.isArray(key) || !key.every(column => typeof column === 'string'))
    throw new TypeError(`expected \`key\` to be a list of columns, got ${inspect(key)}`)
  if (typeof ledger !== 'string' || ledger.trim() === '')
    throw new TypeError(`expected \`ledger\` to be a path, got ${inspect(ledger)}`)
}

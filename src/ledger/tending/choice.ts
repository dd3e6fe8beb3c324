// Which stored datapoints somebody means, in words of their own: by run, params, age, status or key.
import { AssayError } from '../../base/errors.ts'
import { type Clock, systemClock } from '../../base/clock.ts'
import { suggestion } from '../../base/nearest.ts'
import { fieldTexts, isWritten } from '../../identity/read.ts'
import type { DatapointQuery } from '../../store/datapoints.ts'
import type { Store } from '../../store/store.ts'
import { findKeys, nearestKey } from '../parts.ts'

/** All that is given must hold. Datapoints whose result was deleted are meant by `status: 'deleted'` alone. */
export interface DatapointChoice {
  /** Executed by this run: an id, or `latest`. */
  readonly run?: string
  /** With these values of params, each one or a list of several; a text also means what is written so. */
  readonly params?: Readonly<Record<string, unknown>>
  /** Stored longer ago than this. */
  readonly olderThanMs?: number
  readonly status?: DatapointStatus
  /** Their keys, or six or more of the first digits of each. */
  readonly datapoints?: readonly string[]
}

const statuses = ['ok', 'error', 'timeout', 'aborted', 'skipped', 'deleted'] as const
export type DatapointStatus = (typeof statuses)[number]

export const choiceNames = ['run', 'params', 'olderThanMs', 'status', 'datapoints'] as const

/** A `TypeError` or `RangeError` names what cannot be meant; an unknown run or datapoint is an `AssayError`. */
export async function toQuery(store: Store, choice: DatapointChoice, clock: Clock = systemClock): Promise<DatapointQuery> {
  const { run, params, olderThanMs, status, datapoints } = choice
  if (status !== undefined && !statuses.includes(status))
    throw new RangeError(`expected \`status\` to be one of ${statuses.join(', ')}, got ${String(status)}`)
  if (olderThanMs !== undefined && !(typeof olderThanMs === 'number' && olderThanMs > 0 && Number.isFinite(olderThanMs)))
    throw new RangeError(`expected \`olderThanMs\` to be a number above 0, got ${String(olderThanMs)}`)
  return {
    ...(run !== undefined && { producedBy: await producerOf(store, run) }),
    ...(params !== undefined && { params: await paramsTexts(store, params) }),
    ...(olderThanMs !== undefined && { before: new Date(clock.now().getTime() - olderThanMs) }),
    ...(status !== undefined && { status }),
    ...(datapoints !== undefined && { keys: await keysOf(store, datapoints) }),
  }
}

/** The key that begins with these digits. */
export async function findKey(store: Store, digits: string): Promise<string> {
  if (typeof digits !== 'string' || !/^[0-9a-f]{6,64}$/.test(digits))
    throw new RangeError(`expected a datapoint to be its key, or six or more of its first digits, got ${JSON.stringify(digits)}`)
  const [found, other] = await findKeys(store, digits)
  const hint = `list them: assay cache ls ${store.location}`
  if (found === undefined) {
    const near = await nearestKey(store, digits)
    const suggested = near === null ? '' : ` Did you mean ${near.slice(0, 12)}?`
    throw new AssayError('datapoint_not_found', `There is no datapoint ${digits} in ${store.location}.${suggested}`, hint)
  }
  if (other !== undefined)
    throw new AssayError(
      'datapoint_not_found',
      `Several datapoints in ${store.location} begin with ${digits}.`,
      `give more digits; ${hint}`,
    )
  return found
}

async function keysOf(store: Store, datapoints: readonly string[]): Promise<string[]> {
  const keys: string[] = []
  for (const digits of datapoints) keys.push(await findKey(store, digits))
  return keys
}

/** A run that is deleted, or of another database of this ledger, is known by what it executed. */
async function producerOf(store: Store, run: string): Promise<string> {
  const { rows } = await store.sql('SELECT run_id, deleted_at FROM runs ORDER BY assay_row')
  if (run === 'latest') {
    const latest = rows.findLast(([, deletedAt]) => deletedAt === null)
    if (latest !== undefined) return String(latest[0])
  }
  const { rows: producers } = await store.sql('SELECT DISTINCT produced_by FROM assay_ledger')
  const known = [...rows, ...producers].map(([id]) => String(id))
  if (known.includes(run)) return run
  throw new AssayError(
    'run_not_found',
    `There is no run ${JSON.stringify(run)} in ${store.location}.${suggestion(run, known)}`,
    `list them: assay runs ${store.location}`,
  )
}

/** The params of stored datapoints that have these values. */
async function paramsTexts(store: Store, wanted: Readonly<Record<string, unknown>>): Promise<string[]> {
  const { rows } = await store.sql('SELECT DISTINCT params FROM assay_ledger')
  const all = rows.map(([text]) => ({ text: String(text), fields: fieldTexts(String(text)) }))
  for (const [key, value] of Object.entries(wanted))
    checkWanted(
      all.map(({ fields }) => fields),
      key,
      value,
    )
  const has = (fields: Fields) => Object.entries(wanted).every(([key, value]) => isOneOf(fields.get(key), value))
  return all.filter(({ fields }) => has(fields)).map(({ text }) => text)
}

type Fields = ReadonlyMap<string, string>

/** A param that is absent is `null`, as in the rows. */
function isOneOf(field: string | undefined, wanted: unknown): boolean {
  const text = field ?? 'null'
  return isWritten(text, wanted) || (Array.isArray(wanted) && wanted.some(one => isWritten(text, one)))
}

function checkWanted(all: readonly Fields[], key: string, value: unknown): void {
  const keys = [...new Set(all.flatMap(fields => [...fields.keys()]))]
  if (!keys.includes(key))
    throw new RangeError(
      `expected a param of the stored datapoints (${keys.join(', ') || 'they have none'}), got \`${key}\`.${suggestion(key, keys)}`,
    )
  if (all.some(fields => isOneOf(fields.get(key), value))) return
  const values = [...new Set(all.map(fields => fields.get(key) ?? 'null'))]
  const shown = values.length > 10 ? [...values.slice(0, 10), '…'] : values
  const got = typeof value === 'string' ? value : JSON.stringify(value)
  throw new RangeError(`expected a stored value of the param \`${key}\` (${shown.join(', ')}), got ${got}`)
}

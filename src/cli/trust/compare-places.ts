// Which runs and configurations are meant by what was typed for the sides of a comparison.
import { openReader } from '../../tracker/reader.ts'
import { UsageError } from '../command.ts'
import { parseParams } from '../params.ts'

/** A row of `runs`. */
export type Run = Readonly<Record<string, unknown>>
type Params = Readonly<Record<string, unknown>>

export interface Place {
  readonly run: string
  /** `null` for all of a run. */
  readonly params: Params | null
}

/** A `UsageError` for params that no run holds. */
export async function placesOf(
  db: string,
  words: readonly [string, string],
  run: string | undefined,
  all: readonly Run[],
): Promise<readonly [Place, Place]> {
  const wanted = words.map(word => (word.includes('=') ? parseParams([word], 'params') : null))
  const [first, second] = wanted
  if (first === null && second === null) return [await runOf(db, words[0], all), await runOf(db, words[1], all)]
  const candidates =
    run === undefined ? all.filter(row => row['status'] === 'completed').toReversed() : [await runRow(db, run, all)]
  await using reader = await openReader(db, { table: 'metrics' })
  const configurations = await reader.rows()
  for (const row of candidates) {
    const id = String(row['run_id'])
    const own = configurations.filter(one => one['run_id'] === id).map(paramsOf)
    const found = wanted.map(one => (one === null ? null : own.filter(params => hasAll(one, params))))
    if (found.some(list => list?.length === 0)) continue
    const places = await Promise.all(found.map((list, i) => placeOf(db, id, words[i] ?? '', list ?? null, all)))
    return places as [Place, Place]
  }
  throw new UsageError(
    `${run === undefined ? `No completed run of ${db} holds` : `The run ${run} does not hold`} both ${words.join(' and ')}.`,
    `see what its runs hold: assay show ${db} latest`,
  )
}

async function placeOf(
  db: string,
  run: string,
  word: string,
  found: readonly Params[] | null,
  all: readonly Run[],
): Promise<Place> {
  if (found === null) return runOf(db, word, all)
  const [params = {}, ...others] = found
  if (others.length === 0) return { run, params }
  const keys = Object.keys(params).filter(key => others.some(other => String(other[key]) !== String(params[key])))
  throw new UsageError(
    `${word} is ${found.length} configurations of the run ${run}, which differ in ${keys.join(', ')}.`,
    `name one: ${word},${keys.map(key => `${key}=${String(params[key])}`).join(',')}`,
  )
}

async function runOf(db: string, id: string, all: readonly Run[]): Promise<Place> {
  return { run: String((await runRow(db, id, all))['run_id']), params: null }
}

/** Asked of the reader where it is not there: that knows the nearest, and deleted ones. */
async function runRow(db: string, id: string, all: readonly Run[]): Promise<Run> {
  const found = all.find(row => row['run_id'] === id)
  if (found !== undefined) return found
  await using reader = await openReader(db, { table: 'runs' })
  const [row = {}] = await reader.rows({ run: id })
  return row
}

export function paramsOf(row: Run): Params {
  const entries = Object.entries(row).filter(([key]) => key.startsWith('params_'))
  return Object.fromEntries(entries.map(([key, value]) => [key.slice('params_'.length), value]))
}

/** Whether params have one of the values that were typed for each key. */
function hasAll(wanted: Readonly<Record<string, readonly string[]>>, params: Params): boolean {
  return Object.entries(wanted).every(([key, values]) => values.includes(String(params[key] ?? null)))
}

/** Whether a row with these params is of a place. */
export function isOf(params: Params, own: Params): boolean {
  return Object.entries(params).every(([key, value]) => String(own[key] ?? null) === String(value ?? null))
}

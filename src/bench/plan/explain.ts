// Says why a stored datapoint was executed: in which part it differs from the nearest one of the runs before.
import { existsSync } from 'node:fs'
import type { DatapointParts } from '../../identity/datapoint.ts'
import { findKey } from '../../ledger/tending/choice.ts'
import { findDatapoints, findInputs, findKeys, findStarted, type KnownDatapoint, type Started } from '../../ledger/parts.ts'
import { openStore } from '../../store/open.ts'
import type { Row, Store } from '../../store/store.ts'
import { type Change, Changes } from './changes.ts'
import { type EarlierSetting, earlierSettings } from './earlier-runs.ts'
import { type Nearest, findNearest, rankSettings } from './nearest.ts'

/**
 * The part in which a datapoint differs from the nearest earlier one: of the same item, executed or replayed by one of the twenty
 * runs before the run that executed it. `datapoint` is its key, or six or more of its first digits. Where the database keeps its
 * results in another file, that is looked into. One that was cut off before it had an outcome has no part. An `AssayError` `datapoint_not_found` names the nearest key.
 */
export async function explain(location: string, datapoint: string): Promise<Change> {
  await using opened = new AsyncDisposableStack()
  const store = opened.use(await openStore(location, { mode: 'read' }))
  const ledger = await ledgerWith(store, datapoint, opened)
  const started = await startedIn(ledger, datapoint)
  if (started !== null) return explainStarted(started)
  const key = await findKey(ledger, datapoint)
  const known = (await findDatapoints(ledger, [key])).get(key)
  return await explainKnown(store, ledger, key, known as KnownDatapoint)
}

/** A datapoint without an outcome; `null` for one that has one, and for what is no datapoint. */
async function startedIn(ledger: Store, digits: string): Promise<Started | null> {
  if (typeof digits !== 'string' || !/^[0-9a-f]{6,64}$/.test(digits)) return null
  return (await findKeys(ledger, digits)).length > 0 ? null : findStarted(ledger, digits)
}

function explainStarted({ datapoint, runId, isCutOff }: Started): Change {
  const run = runId === null ? 'An earlier run' : `Run ${runId}`
  if (!isCutOff) return withoutPart(datapoint, 'in flight', `${run} executes it at this moment.`)
  const message = `${run} was cut off while it executed it: it has no outcome, and may have been paid. The next run executes it again.`
  return withoutPart(datapoint, cutOff, message)
}

/** What rows say in `cache_reason` of a datapoint whose start before was cut off. */
const cutOff = 'cut off before'

function withoutPart(datapoint: string, after: string, message: string): Change {
  return { datapoint, part: null, parts: [], before: null, after, message }
}

/** The database itself, or the first ledger of its runs that holds the datapoint. */
async function ledgerWith(store: Store, digits: unknown, opened: AsyncDisposableStack): Promise<Store> {
  if (typeof digits !== 'string' || (await isIn(store, digits))) return store
  const runs = await Array.fromAsync(store.rows('runs', { columns: ['ledger'] }))
  for (const location of new Set(runs.flatMap(({ ledger }) => (typeof ledger === 'string' ? [ledger] : [])))) {
    if (!existsSync(location)) continue
    const ledger = opened.use(await openStore(location, { mode: 'read' }))
    if (await isIn(ledger, digits)) return ledger
  }
  return store
}

async function isIn(ledger: Store, digits: string): Promise<boolean> {
  return (await findKeys(ledger, digits)).length > 0 || (await startedIn(ledger, digits)) !== null
}

async function explainKnown(
  store: Store,
  ledger: Store,
  key: string,
  { parts, producedBy, adopted }: KnownDatapoint,
): Promise<Change> {
  const none = (after: string, message: string) => withoutPart(key, after, message)
  if (adopted !== null)
    return none('adopted', `It was not executed: its result stood under ${short(adopted.from)} (${adopted.reason}).`)
  const rows = await rowsWith(store, key)
  const row = rows.find(({ row }) => row['run_id'] === producedBy) ?? rows[0]
  if (row === undefined) return none('new', `The run ${producedBy} executed it, which has no rows in ${store.location}.`)
  const { input_id: id, cache_reason: reason, run_id: runId } = row.row
  const why = String(reason ?? 'new')
  const before = rows.find(other => other.run < row.run)
  if (before !== undefined)
    return none(why, `Run ${String(before.row['run_id'])} had the same datapoint (${String(before.row['status'])}): ${why}.`)
  if (why === cutOff) return none(why, 'A start of it before this one was cut off: it had no outcome, and may have been paid.')
  const settings = await earlierSettings(store, ledger, parts.name, row.run)
  const nearest = await nearestOf(store, ledger, settings, key, parts, String(id))
  if (nearest === undefined)
    return none(
      why,
      `No run before ${String(runId)} has a datapoint of the item ${JSON.stringify(id)} to compare it with: ${why}.`,
    )
  const changes = new Changes(ledger)
  const inputText = (await findInputs(ledger, [parts.input])).get(parts.input) ?? null
  const places = await changes.placesOf(parts)
  const [change] = await changes.describe([{ key, parts, places, inputText, nearest }])
  return change ?? none(why, `Run ${nearest.runId} had the same datapoint: ${why}.`)
}

/** The rows of a datapoint with the numbers of their runs, oldest run first. */
async function rowsWith(store: Store, key: string): Promise<{ readonly row: Row; readonly run: number }[]> {
  const columns = ['run_id', 'input_id', 'status', 'cache_reason']
  const rows = await Array.fromAsync(store.rows('assay_predictions', { columns, where: { datapoint: key } }))
  const ids = { key: 'run_id', values: [...new Set(rows.map(row => String(row['run_id'])))] }
  const runs = await Array.fromAsync(store.rows('runs', { columns: ['assay_row', 'run_id'], in: ids }))
  const numbers = new Map(runs.map(run => [run['run_id'], Number(run['assay_row'])]))
  return rows.map(row => ({ row, run: numbers.get(row['run_id']) ?? 0 })).sort((a, b) => a.run - b.run)
}

/** Of the same trial; where no earlier run has that, of the first. */
async function nearestOf(
  store: Store,
  ledger: Store,
  settings: readonly EarlierSetting[],
  key: string,
  { input, trial, ...shared }: DatapointParts,
  itemId: string,
): Promise<Nearest | undefined> {
  const ranked = rankSettings(settings, shared)
  const find = async (trial: number) =>
    (await findNearest(store, ledger, ranked, shared, [{ key, itemId, trial, input }])).get(key)
  return (await find(trial)) ?? (trial > 0 ? find(0) : undefined)
}

function short(key: string): string {
  return key.slice(0, 12)
}

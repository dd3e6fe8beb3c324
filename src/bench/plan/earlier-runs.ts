// What the newest earlier runs executed: each configuration of each run, with the parts that its datapoints share.
import { canonical } from '../../identity/canonical.ts'
import { digestText } from '../../identity/digest.ts'
import { findDatapoints } from '../../ledger/parts.ts'
import type { Row, Store } from '../../store/store.ts'
import type { SharedParts } from './earlier.ts'

/** One configuration of one earlier run. */
export interface EarlierSetting {
  readonly runId: string
  /** The row of its params, under which its predictions are found. */
  readonly paramsRow: number
  readonly shared: SharedParts
}

/** How many runs are looked at. */
const mostRuns = 20

const table = 'assay_predictions'

/**
 * Newest first. Of runs before a row number of `runs`, where one is given. Where no run has this name, those of benchmarks with
 * another: one of them may be this one, renamed. A run whose parts are in another ledger is left out.
 */
export async function earlierSettings(
  store: Store,
  ledger: Store,
  name: string,
  before = Number.POSITIVE_INFINITY,
): Promise<EarlierSetting[]> {
  const columns = ['assay_row', 'run_id', 'benchmark', 'params']
  const all = await Array.fromAsync(store.rows('runs', { columns, where: { deleted_at: null } }))
  const runs = all.filter(run => Number(run['assay_row']) < before && typeof run['benchmark'] === 'string')
  const own = runs.filter(run => run['benchmark'] === name)
  const newest = (own.length > 0 ? own : runs).slice(-mostRuns).toReversed()
  const found = (await Promise.all(newest.map(run => configurationsIn(store, run)))).flat()
  const known = await findDatapoints(
    ledger,
    found.map(({ datapoint }) => datapoint),
  )
  return found.flatMap(({ runId, paramsRow, datapoint }) => {
    const parts = known.get(datapoint)?.parts
    if (parts === undefined) return []
    const { input: _, trial: __, ...shared } = parts
    return [{ runId, paramsRow, shared }]
  })
}

type Found = Omit<EarlierSetting, 'shared'> & { readonly datapoint: string }

/** The configurations of which the run has a row, each with one of its datapoints. */
async function configurationsIn(store: Store, run: Row): Promise<Found[]> {
  const runId = String(run['run_id'])
  const digests = ((run['params'] ?? []) as readonly object[]).map(params => digestText(canonical(params)))
  const query = { columns: ['assay_row'], in: { key: 'digest', values: digests } }
  const numbers = await Array.fromAsync(store.rows('assay_params', query), row => Number(row['assay_row']))
  const found = numbers.map(async paramsRow => {
    const where = { run_id: runId, assay_params: paramsRow }
    const [row] = await Array.fromAsync(store.rows(table, { columns: ['datapoint'], where, limit: 1 }))
    return row === undefined ? [] : [{ runId, paramsRow, datapoint: String(row['datapoint']) }]
  })
  return (await Promise.all(found)).flat()
}

/** The rows of one configuration of one run, in written order. */
export function rowsOf(
  store: Store,
  { runId, paramsRow }: EarlierSetting,
  columns: readonly string[],
  limit?: number,
): AsyncIterable<Row> {
  const where = { run_id: runId, assay_params: paramsRow }
  return store.rows(table, { columns, where, ...(limit !== undefined && { limit }) })
}

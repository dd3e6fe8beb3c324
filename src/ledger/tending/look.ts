// Shows what the ledger holds: a list of datapoints, or one with its result and the rows that refer to it.
import { checkNames } from '../../base/options.ts'
import { openStore } from '../../store/open.ts'
import { type DatapointChoice, choiceNames, findKey, toQuery } from './choice.ts'
import { type StoredDatapoint, readStored, resultOf, storedColumns, toStored } from './stored.ts'

/** Some datapoints, and how many there are. */
export interface DatapointList {
  readonly count: number
  readonly datapoints: readonly StoredDatapoint[]
}

/** The first datapoints in the order of name, params, trial, input and key. `limit`: default 20. */
export async function listDatapoints(
  location: string,
  choice: DatapointChoice = {},
  options: { readonly limit?: number } = {},
): Promise<DatapointList> {
  checkNames(choice, choiceNames, 'listDatapoints()')
  checkNames(options, ['limit'], 'listDatapoints()')
  const { limit = 20 } = options
  await using store = await openStore(location, { mode: 'read' })
  const numbers = await store.datapoints.list(await toQuery(store, choice))
  const datapoints = await Array.fromAsync(readStored(store, numbers.slice(0, limit)), toStored)
  return { count: numbers.length, datapoints }
}

/** One datapoint, its result, and the rows of `predictions` that refer to it, oldest first. */
export interface ShownDatapoint {
  readonly datapoint: StoredDatapoint
  /** What the task returned; `undefined` unless `ok`. */
  readonly result: unknown
  readonly rows: readonly { readonly runId: string; readonly inputId: string; readonly cache: string | null }[]
}

/** By its key, or six or more of the first digits. Fewer are a `RangeError`; of none or several it is the `AssayError` `datapoint_not_found`. */
export async function showDatapoint(location: string, digits: string): Promise<ShownDatapoint> {
  await using store = await openStore(location, { mode: 'read' })
  const key = await findKey(store, digits)
  const { rows: numbers } = await store.sql('SELECT assay_row FROM assay_ledger WHERE datapoint = ?', [key])
  const [found] = await Array.fromAsync(
    readStored(
      store,
      numbers.map(([number]) => Number(number)),
      [...storedColumns, 'result'],
    ),
  )
  const columns = ['run_id', 'input_id', 'cache']
  const rows = await Array.fromAsync(store.rows('assay_predictions', { columns, where: { datapoint: key } }), row => ({
    runId: String(row['run_id']),
    inputId: String(row['input_id']),
    cache: (row['cache'] ?? null) as string | null,
  }))
  const { row, inputText } = found as NonNullable<typeof found>
  return { datapoint: toStored({ row, inputText }), result: resultOf(store, row), rows }
}

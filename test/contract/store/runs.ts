// Commits runs as the benchmark does, for the tests of the store's contract.
import type { Row, Store } from '../../../src/store/store.ts'

interface RunOptions {
  readonly dev?: boolean
  readonly startedAt?: Date
  readonly deletedAt?: Date
  readonly params?: string
  /** The columns of an item. Default: its text, and a column of nulls. */
  readonly itemOf?: (id: string) => Row
}

/** Commits a run with one prediction per item, as the benchmark does. */
export async function addRun(
  store: Store,
  runId: string,
  items: Readonly<Record<string, Row>>,
  options: RunOptions = {},
): Promise<void> {
  const { dev = false, startedAt = new Date(0), deletedAt = null, params = 'p', itemOf = defaultItem } = options
  const ids = Object.keys(items)
  const itemRows = await store.intern(
    'assay_items',
    ids.map(id => ({ ...itemOf(id), digest: id })),
  )
  const [paramsRow] = await store.intern('assay_params', [{ digest: params, value: params }])
  const predictions = ids.map((id, i) => ({
    run_id: runId,
    row_id: `${runId}:${i}`,
    benchmark: 'b',
    input_id: id,
    trial: 0,
    status: 'ok',
    datapoint: `d ${id}`,
    assay_item: itemRows[i],
    assay_params: paramsRow,
    params_model: params,
    ...items[id],
  }))
  const outcomes = ids.map(id => ({ datapoint: `d ${id}`, input: id, status: 'ok', result: '1' }))
  await store.commit([
    {
      type: 'insert',
      table: 'runs',
      rows: [{ run_id: runId, benchmark: 'b', dev, started_at: startedAt, deleted_at: deletedAt }],
    },
    { type: 'put', table: 'assay_inputs', rows: ids.map(digest => ({ digest, value: digest })) },
    { type: 'put', table: 'assay_ledger', rows: outcomes },
    { type: 'insert', table: 'assay_predictions', rows: predictions },
  ])
}

function defaultItem(id: string): Row {
  return { item_text: `text of ${id}`, item_Loss: null }
}

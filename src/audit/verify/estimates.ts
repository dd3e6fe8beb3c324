// Computes the metrics of a run again and holds the tables `metrics` and `estimates` against them, number by number.
import { columnsOf } from '../../tracker/benchmark-rows.ts'
import { estimateConfiguration, findColumns } from '../../tracker/estimate-configuration.ts'
import { storedEstimates } from '../../tracker/stored-estimates.ts'
import { namedColumns } from '../../metrics/named-columns.ts'
import { canonical } from '../../identity/canonical.ts'
import type { Row, Store } from '../../store/store.ts'
import type { AuditedRun } from './audited-run.ts'
import { differingKeys } from './cells.ts'
import type { Verifying } from './verifying.ts'

const why = 'what the rows of `predictions` give'
const ownHint = 'give the benchmark, which has the function: `verify(db, { benchmark })`, `--benchmark FILE`'

export async function verifyEstimates(store: Store, run: AuditedRun, verifying: Verifying): Promise<void> {
  if (run.unknownMetrics === null) {
    verifying.cannot(
      'metrics-undeclared',
      run.id,
      `the run ${run.id} does not say which metrics it has`,
      'run the benchmark again',
    )
    return
  }
  for (const metric of run.unknownMetrics)
    verifying.cannot(
      'own-metric',
      run.id,
      `metrics of the run ${run.id} are functions of your own, which no database holds`,
      ownHint,
      { metric },
    )
  const added = await store.addedKeys('predictions')
  const expected = await computeAll(store, run, added, verifying)
  const isKnown = (metric: string) => expected.metrics.has(metric)
  compareLong(run, await rowsOf(store, 'estimates', run), expected.long, isKnown, verifying)
  compareWide(run, await rowsOf(store, 'metrics', run), expected.wide, verifying)
}

interface Expected {
  readonly metrics: ReadonlySet<string>
  readonly wide: readonly Row[]
  readonly long: readonly Row[]
}

async function computeAll(store: Store, run: AuditedRun, added: ReadonlySet<string>, verifying: Verifying): Promise<Expected> {
  const isLater = (metric: AuditedRun['metrics'][string]) => {
    const { ofValue, ofSlices } = namedColumns(metric)
    return [...ofValue, ...ofSlices].some(column => added.has(column))
  }
  const metrics = Object.fromEntries(Object.entries(run.metrics).filter(([, metric]) => !isLater(metric)))
  for (const metric of Object.keys(run.metrics).filter(name => !Object.hasOwn(metrics, name)))
    verifying.cannot(
      'set-column',
      run.id,
      `metrics of the run ${run.id} read columns that \`set\` has added or may have changed since`,
      'run the benchmark again: nothing executes',
      { metric },
    )
  const wide: Row[] = []
  const long: Row[] = []
  if (Object.keys(metrics).length === 0) return { metrics: new Set(), wide, long }
  const params = run.configurations.map(configuration => configuration.params)
  const { missing } = await findColumns(store, { runId: run.id, metrics, params: run.declaration?.params ?? params })
  const columns = await columnsOf(store, { name: run.benchmark, params: run.declaration?.params ?? params })
  for (const { params, row } of run.configurations) {
    if (row === null) continue
    const planned = run.planned / run.configurations.length
    const about = { metrics, runId: run.id, configuration: row, columns, planned, missing, onFailed: () => {} }
    const estimates = await estimateConfiguration(store, about)
    const rows = storedEstimates({ runId: run.id, benchmark: run.benchmark, params }, metrics, estimates)
    wide.push(rows.wide)
    long.push(...rows.long)
  }
  return { metrics: new Set(Object.keys(metrics)), wide, long }
}

function rowsOf(store: Store, table: string, { id }: AuditedRun): Promise<Row[]> {
  return Array.fromAsync(store.rows(table, { where: { run_id: id } }))
}

function compareLong(
  run: AuditedRun,
  stored: readonly Row[],
  expected: readonly Row[],
  isKnown: (metric: string) => boolean,
  verifying: Verifying,
): void {
  const keyOf = ({ params, metric, slice }: Row) =>
    canonical({ params: params ?? null, metric: metric ?? null, slice: slice ?? null })
  const found = new Map<string, Row[]>()
  for (const row of stored) found.set(keyOf(row), [...(found.get(keyOf(row)) ?? []), row])
  const aboutOf = ({ params, metric, slice }: Row) => ({ params, metric, slice })
  for (const row of expected) {
    const same = found.get(keyOf(row)) ?? []
    found.delete(keyOf(row))
    const [one] = same
    if (one === undefined)
      verifying.wrong('estimates-missing', run.id, `estimates of the run ${run.id} are not stored`, aboutOf(row))
    if (same.length > 1)
      verifying.wrong('estimates-twice', run.id, `estimates of the run ${run.id} are stored twice`, aboutOf(row))
    if (one !== undefined) compareRow('estimates', run, one, row, aboutOf(row), verifying)
  }
  for (const row of [...found.values()].flat()) {
    const { metric } = row
    const isExcused =
      run.unknownMetrics?.includes(String(metric)) === true ||
      (Object.hasOwn(run.metrics, String(metric)) && !isKnown(String(metric)))
    if (isExcused) continue
    verifying.wrong(
      'estimates-unknown',
      run.id,
      `estimates of the run ${run.id} are stored that no metric of it gives`,
      aboutOf(row),
    )
  }
}

function compareWide(run: AuditedRun, stored: readonly Row[], expected: readonly Row[], verifying: Verifying): void {
  const paramsOf = (row: Row) => canonical(Object.fromEntries(Object.entries(row).filter(([key]) => key.startsWith('params_'))))
  const found = Map.groupBy(stored, paramsOf)
  for (const row of expected) {
    const same = found.get(paramsOf(row)) ?? []
    found.delete(paramsOf(row))
    const example = Object.fromEntries(Object.entries(row).filter(([key]) => key.startsWith('params_')))
    if (same.length !== 1)
      verifying.wrong(
        'metrics-rows',
        run.id,
        `configurations of the run ${run.id} do not have one row of \`metrics\` each`,
        example,
      )
    if (same[0] !== undefined) compareRow('metrics', run, same[0], row, example, verifying)
  }
  if (expected.length === 0) return
  for (const row of [...found.values()].flat())
    verifying.wrong('metrics-unknown', run.id, `rows of \`metrics\` are of no configuration of the run ${run.id}`, row)
}

/** Columns of metrics that cannot be computed here are left out: the expected row has none of them. */
function compareRow(table: string, run: AuditedRun, stored: Row, expected: Row, example: Row, verifying: Verifying): void {
  const keys = Object.keys(expected)
  verifying.looked(keys.length)
  for (const column of differingKeys(stored, expected, keys))
    verifying.differs(
      table,
      column,
      run.id,
      { ...example, stored: stored[column] ?? null, computed: expected[column] ?? null },
      why,
    )
}

// One run as it is stored, with what verifying needs of it: its configurations, its metrics, where its ledger is.
import { isPlainObject } from '../../base/keys.ts'
import type { Declaration } from '../../bench/declare/spec.ts'
import { canonical } from '../../identity/canonical.ts'
import { digestText } from '../../identity/digest.ts'
import { fromDefinition } from '../../metrics/define.ts'
import type { Definition, Metric } from '../../metrics/metric.ts'
import type { Row, Store } from '../../store/store.ts'

export interface AuditedConfiguration {
  readonly params: Readonly<Record<string, unknown>>
  /** The canonical text, as it is in `assay_params` and in the keys of datapoints. */
  readonly text: string
  /** Its row of `assay_params`; `null` where that is not there. */
  readonly row: number | null
}

export interface AuditedRun {
  readonly id: string
  readonly row: Row
  readonly benchmark: string
  /** In the order of the run. */
  readonly configurations: readonly AuditedConfiguration[]
  readonly planned: number
  readonly trials: number
  /** Items of the run, or `null` where the numbers of its row do not agree. */
  readonly items: number | null
  /** Metrics that can be computed again. */
  readonly metrics: Readonly<Record<string, Metric<never>>>
  /** Metrics of somebody's own that nobody gave; `null` where the run does not say which it has. */
  readonly unknownMetrics: readonly string[] | null
  /** What was given, if it is the benchmark of this run. */
  readonly declaration: Declaration | null
}

export async function auditedRun(store: Store, row: Row, given: Declaration | null): Promise<AuditedRun> {
  const benchmark = String(row['benchmark'])
  const declaration = given?.name === benchmark ? given : null
  const configurations = await configurationsOf(store, row['params'])
  const planned = Number(row['planned'])
  const trials = trialsOf(row['selection'])
  const items = planned / (configurations.length * trials)
  return {
    id: String(row['run_id']),
    row,
    benchmark,
    configurations,
    planned,
    trials,
    items: Number.isSafeInteger(items) ? items : null,
    ...metricsOf(row['declaration'], declaration),
    declaration,
  }
}

async function configurationsOf(store: Store, params: unknown): Promise<AuditedConfiguration[]> {
  const texts = Array.isArray(params) ? params.map(entry => canonical(entry)) : []
  const query = { columns: ['assay_row', 'digest'], in: { key: 'digest', values: texts.map(digestText) } }
  const rows = await Array.fromAsync(store.rows('assay_params', query))
  const numbers = new Map(rows.map(row => [row['digest'], Number(row['assay_row'])]))
  return texts.map((text, i) => ({
    params: (params as Readonly<Record<string, unknown>>[])[i] ?? {},
    text,
    row: numbers.get(digestText(text)) ?? null,
  }))
}

/** Before `trials` were recorded there was one. */
function trialsOf(selection: unknown): number {
  const trials = isPlainObject(selection) ? selection['trials'] : undefined
  return typeof trials === 'number' ? trials : 1
}

function metricsOf(stored: unknown, given: Declaration | null): Pick<AuditedRun, 'metrics' | 'unknownMetrics'> {
  const definitions = isPlainObject(stored) && isPlainObject(stored['metrics']) ? stored['metrics'] : null
  if (definitions === null) return { metrics: {}, unknownMetrics: null }
  const metrics: Record<string, Metric<never>> = {}
  const unknownMetrics: string[] = []
  for (const [name, definition] of Object.entries(definitions)) {
    const own = given !== null && Object.hasOwn(given.metrics, name) ? given.metrics[name] : undefined
    if (isPlainObject(definition)) metrics[name] = fromDefinition(definition as unknown as Definition)
    else if (own !== undefined) metrics[name] = own
    else unknownMetrics.push(name)
  }
  return { metrics, unknownMetrics }
}

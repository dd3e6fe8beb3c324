// What a leaderboard is made of: the rows of a benchmark or a run, the metric, and how many configurations were ever tried.
import type { Finding } from '../../base/findings.ts'
import { isPlainObject } from '../../base/keys.ts'
import { suggestion } from '../../base/nearest.ts'
import { benchmarkOfFile } from '../../bench/declare/benchmark-file.ts'
import type { NamedMetric, Rows } from '../../compare/rows.ts'
import { fromDefinition } from '../../metrics/define.ts'
import { keyOf } from '../../metrics/kinds.ts'
import type { Definition, Metric } from '../../metrics/metric.ts'
import { declarationOf } from '../../record/benchmark.ts'
import { openReader } from '../../tracker/reader.ts'
import { UsageError } from '../command.ts'

type Run = Readonly<Record<string, unknown>>

export interface Board extends AsyncDisposable {
  readonly benchmark: string
  readonly metric: NamedMetric
  readonly rows: Rows<never>
  /** Rows of `runs` of this benchmark, deleted ones included. */
  readonly runs: readonly Run[]
  /** Configurations that any of them was to execute. */
  readonly tried: number
}

interface Asked {
  readonly metric: string
  readonly run: string | undefined
  readonly benchmark: string | undefined
}

/** A `UsageError` where no run is of the benchmark, and for a metric that it does not declare or that no database holds. */
export async function openBoard(db: string, { metric: name, run, benchmark: file }: Asked): Promise<Board> {
  const { all, chosen } = await chooseRun(db, name, run)
  const benchmark = file === undefined ? null : await benchmarkOfFile(file)
  const title = benchmark?.name ?? String(chosen['benchmark'])
  const given = declarationOf(benchmark)?.metrics
  const metric = given === undefined ? storedMetric(chosen, name) : declaredMetric(title, given, name)
  const reader =
    benchmark === null
      ? await openReader(db, { table: run === undefined ? 'datapoints' : 'predictions' })
      : await openReader(db, { benchmark })
  const id = run === undefined ? undefined : String(chosen['run_id'])
  const rows = reader.select({ ...(id !== undefined && { run: id }), where: { benchmark: title } })
  const runs = all.filter(row => row['benchmark'] === title)
  const params = runs.flatMap(row => (Array.isArray(row['params']) ? row['params'] : []))
  return {
    benchmark: title,
    metric: { name, metric },
    rows: rows as unknown as Rows<never>,
    runs,
    tried: new Set(params.map(keyOf)).size,
    [Symbol.asyncDispose]: () => reader.close(),
  }
}

/** The run that is named, else the newest of a benchmark that declares the metric, else the newest. */
async function chooseRun(
  db: string,
  metric: string,
  named: string | undefined,
): Promise<{ readonly all: readonly Run[]; readonly chosen: Run }> {
  await using reader = await openReader(db, { table: 'runs' })
  const all = await reader.rows()
  if (named !== undefined) {
    const [chosen = {}] = await reader.rows({ run: named })
    return { all, chosen }
  }
  const alive = all.filter(row => row['deleted_at'] === null && typeof row['benchmark'] === 'string').toReversed()
  const chosen = alive.find(row => Object.hasOwn(metricsOf(row), metric)) ?? alive[0]
  if (chosen === undefined) throw new UsageError(`No benchmark ran in ${db}.`, `run one: assay run FILE --db ${db}`)
  return { all, chosen }
}

/** The definitions of a run's metrics; `null` for functions of somebody's own. */
function metricsOf(run: Run): Readonly<Record<string, unknown>> {
  const declaration: unknown = run['declaration']
  return isPlainObject(declaration) && isPlainObject(declaration['metrics']) ? declaration['metrics'] : {}
}

function storedMetric(run: Run, name: string): Metric<never> {
  const metrics = metricsOf(run)
  const definition: unknown = Object.hasOwn(metrics, name) ? metrics[name] : undefined
  if (isPlainObject(definition)) return checked(fromDefinition(definition as unknown as Definition), name)
  if (definition === null)
    throw new UsageError(
      `The metric ${JSON.stringify(name)} is a function of your own, which no database holds.`,
      'name the file that declares it: --benchmark FILE',
    )
  throw unknownMetric(`\`${String(run['benchmark'])}\``, name, Object.keys(metrics))
}

function declaredMetric(benchmark: string, metrics: Readonly<Record<string, unknown>>, name: string): Metric<never> {
  if (!Object.hasOwn(metrics, name)) throw unknownMetric(`\`${benchmark}\``, name, Object.keys(metrics))
  return checked(metrics[name] as Metric<never>, name)
}

function checked(metric: Metric<never>, name: string): Metric<never> {
  if (metric.better !== undefined) return metric
  throw new UsageError(
    `The metric ${JSON.stringify(name)} does not say whether higher or lower is better, so nothing can be ranked by it.`,
    "declare it with `better: 'higher'` or `better: 'lower'`, and run again: `--execute none` executes nothing",
  )
}

function unknownMetric(what: string, name: string, names: readonly string[]): UsageError {
  return new UsageError(
    `${what} has no metric ${JSON.stringify(name)}.${suggestion(name, names)}`,
    names.length === 0 ? 'run the benchmark again: `--execute none` executes nothing' : `its metrics are ${names.join(', ')}`,
  )
}

/** Rows that different code made are of different things, whatever their params. */
export function codeFindings(ids: readonly string[], runs: readonly Run[]): Finding[] {
  const used = runs.filter(row => ids.includes(String(row['run_id'])))
  const codes = new Set(used.map(row => row['code'] ?? null))
  if (codes.size < 2) return []
  const message = 'the rows come from runs of different code of the task'
  const hint = 'run all configurations with the code of today, or choose a run: --run'
  const examples = used.slice(0, 5).map(row => ({ run_id: row['run_id'] }))
  return [{ id: 'mixed-code', severity: 'warning', count: codes.size, message, hint, examples }]
}

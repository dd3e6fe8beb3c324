// The sides of a comparison from a database: two runs, or two configurations of one run.
import { isDeepStrictEqual } from 'node:util'
import type { Finding } from '../../base/findings.ts'
import { isPlainObject } from '../../base/keys.ts'
import { suggestion } from '../../base/nearest.ts'
import { fromDefinition } from '../../metrics/define.ts'
import type { Definition } from '../../metrics/metric.ts'
import { openReader } from '../../tracker/reader.ts'
import { UsageError } from '../command.ts'
import { conditionsOf } from './compare-conditions.ts'
import type { Asked, Compare } from './compare-csv.ts'
import { historyOf } from './compare-history.ts'
import { type Place, type Run, isOf, placesOf } from './compare-places.ts'

type Params = Readonly<Record<string, unknown>>

/** A `UsageError` for params that no run holds, and for a metric that the candidate's run does not declare. */
export async function sidesOfRuns(
  db: string,
  words: readonly [string, string],
  { metric: name = '', run, isSequential, bounds }: Asked,
  compare: Compare,
): ReturnType<Compare> {
  await using runs = await openReader(db, { table: 'runs' })
  const all = (await runs.rows()).filter(row => row['deleted_at'] === null)
  const [baseline, candidate] = await placesOf(db, words, run, all)
  const definition = definitionIn(all, candidate.run, name)
  await using reader = await openReader(db)
  const { by } = bounds
  const names = await reader.names()
  if (by !== undefined && !names.includes(by))
    throw new UsageError(`There is no column ${JSON.stringify(by)}.${suggestion(by, names)}`, `see them: assay columns ${db}`)
  const producers = { baseline: new Set<string>(), candidate: new Set<string>() }
  const rowsOf = async function* ({ run: id, params }: Place, side: keyof typeof producers) {
    const rows = reader.select({ run: id, ...(params !== null && { params: (own: Params) => isOf(params, own) }) })
    for await (const row of rows) {
      if (typeof row['produced_by'] === 'string') producers[side].add(row['produced_by'])
      yield row
    }
  }
  const sliced = await compare(
    { name, metric: fromDefinition(definition) },
    rowsOf(baseline, 'baseline'),
    rowsOf(candidate, 'candidate'),
    { ...bounds, isSequential, history: await historyOf(db, { baseline, candidate }, all) },
  )
  const { comparison } = sliced
  const changed = changeOf(metricsOf(all.find(row => row['run_id'] === baseline.run))[name] ?? null, definition)
  const conditions = await conditionsOf(reader, { column: definition.column, producers, baseline, candidate }, all)
  return { ...sliced, comparison: { ...comparison, findings: [...comparison.findings, ...changed, ...conditions] } }
}

function changeOf(before: unknown, after: Definition): Finding[] {
  if (isDeepStrictEqual(before, after)) return []
  const message = 'the runs declare the metric in different ways; that of the candidate was taken for both'
  const hint = 'run the baseline again: `--execute none` executes nothing'
  const examples = [{ baseline: before, candidate: after }]
  return [{ id: 'metric-changed', severity: 'warning', count: 1, message, hint, examples }]
}

/** The definitions of a run's metrics; `null` for functions of somebody's own. */
function metricsOf(run: Run | undefined): Readonly<Record<string, unknown>> {
  const declaration: unknown = run?.['declaration']
  return isPlainObject(declaration) && isPlainObject(declaration['metrics']) ? declaration['metrics'] : {}
}

function definitionIn(all: readonly Run[], run: string, name: string): Definition {
  const metrics = metricsOf(all.find(row => row['run_id'] === run))
  const definition: unknown = Object.hasOwn(metrics, name) ? metrics[name] : undefined
  if (isPlainObject(definition)) return definition as unknown as Definition
  if (definition === null)
    throw new UsageError(
      `The metric ${JSON.stringify(name)} is a function of your own, which no database holds.`,
      'call compare() in code',
    )
  const names = Object.keys(metrics).filter(one => metrics[one] !== null)
  throw new UsageError(
    `The run ${run} has no metric ${JSON.stringify(name)}.${suggestion(name, names)}`,
    names.length === 0 ? 'run the benchmark again: `--execute none` executes nothing' : `its metrics are ${names.join(', ')}`,
  )
}

// Compares each configuration of a run with the best one in each metric that has a direction.
import { compareSides } from '../../compare/compare.ts'
import { type Side, columnsFor, readSide } from '../../compare/side.ts'
import { definitionOf, type Definition, type Metric } from '../../metrics/metric.ts'
import { quoteName } from '../../record/names.ts'
import type { ReportTable } from '../../report/report.ts'
import { holm } from '../../stats/multiple-comparisons.ts'
import type { Row, Store } from '../../store/store.ts'
import type { AuditedConfiguration, AuditedRun } from '../verify/audited-run.ts'
import { canonical } from '../../identity/canonical.ts'

const columns = [
  'metric',
  'best',
  'candidate',
  'effect',
  'low',
  'high',
  'level',
  'p',
  'p_holm',
  'verdict',
  'test',
  'pairs',
  'findings',
]

/** One row for each metric and each configuration but the best, by their stored estimates. */
export async function comparisons(store: Store, run: AuditedRun, estimates: readonly Row[]): Promise<ReportTable> {
  const rows: unknown[][] = []
  const read = new Set<string>()
  for (const [name, metric] of Object.entries(run.metrics)) {
    const definition = definitionOf(metric)
    const best = bestOf(run, name, metric, estimates)
    if (definition === null || best === null || run.configurations.length < 2) continue
    for (const column of columnsFor(definition, [])) read.add(column)
    rows.push(...(await against(store, run, { name, metric, definition, best })))
  }
  return {
    name: 'comparisons',
    title: 'Comparisons',
    note: 'Each configuration against the best of its metric. The SQL gives the rows that were compared; `assay compare` says more of two. `p_holm` knows how many there were; the verdict is without it.',
    sql: `SELECT c.value AS params, ${await namesOf(store, read)}
FROM predictions p JOIN assay_predictions a ON a.assay_row = p.assay_row JOIN assay_params c ON c.assay_row = a.assay_params
WHERE p.run_id = '${run.id.replaceAll("'", "''")}' ORDER BY p.input_id, p.trial`,
    columns,
    rows,
  }
}

interface Against {
  readonly name: string
  readonly metric: Metric<never>
  readonly definition: Definition
  readonly best: AuditedConfiguration
}

async function against(store: Store, run: AuditedRun, { name, metric, definition, best }: Against): Promise<unknown[][]> {
  const known = new Set((await store.columns('predictions')).map(({ key }) => key))
  const wanted = columnsFor(definition, [])
  const sideOf = (name: string, { row }: AuditedConfiguration): Promise<Side> => {
    const query = { where: { run_id: run.id, assay_params: row }, columns: wanted.filter(column => known.has(column)) }
    return readSide(name, row === null ? [] : store.rows('predictions', query), wanted)
  }
  const baseline = await sideOf('baseline', best)
  const compared: { readonly row: unknown[]; readonly p: number | null }[] = []
  for (const configuration of run.configurations.filter(other => other !== best)) {
    const sides = { baseline, candidate: await sideOf('candidate', configuration) }
    const { effect, pValue, verdict, test, nPaired, findings } = compareSides({ name, metric }, sides, {})
    const numbers = [effect.value, effect.low, effect.high, effect.level, pValue]
    const rest = [verdict, test, nPaired, findings.map(({ id }) => id).join(', ')]
    compared.push({ row: [name, best.text, configuration.text, ...numbers, ...rest], p: pValue })
  }
  const { adjusted } = holm(compared.map(({ p }) => p))
  return compared.map(({ row }, i) => row.toSpliced(columns.indexOf('p_holm'), 0, adjusted[i] ?? null))
}

/** By the stored value; the first of several. */
function bestOf(
  run: AuditedRun,
  name: string,
  { better }: Metric<never>,
  estimates: readonly Row[],
): AuditedConfiguration | null {
  if (better === undefined) return null
  const wholes = estimates.filter(row => row['metric'] === name && row['slice'] === null && typeof row['value'] === 'number')
  const sign = better === 'higher' ? 1 : -1
  const best = wholes.reduce<Row | null>(
    (found, row) => (found === null || sign * (Number(row['value']) - Number(found['value'])) > 0 ? row : found),
    null,
  )
  return run.configurations.find(({ text }) => best !== null && canonical(best['params']) === text) ?? null
}

async function namesOf(store: Store, keys: ReadonlySet<string>): Promise<string> {
  const known = await store.columns('predictions')
  const names = known.filter(({ key, place }) => place === 'own' && keys.has(key)).map(({ name }) => `p.${quoteName(name)}`)
  return names.length === 0 ? 'p.input_id, p.trial' : names.join(', ')
}

// What a database knows of how the two sides were measured, where it speaks against comparing them: machines, hours, prices, judges.
import { isDeepStrictEqual } from 'node:util'
import type { Finding } from '../../base/findings.ts'
import { isPlainObject } from '../../base/keys.ts'
import { isMeasured } from '../../compare/side.ts'
import type { Reader } from '../../tracker/reader.ts'
import type { Place, Run } from './compare-places.ts'

interface Sides<T> {
  readonly baseline: T
  readonly candidate: T
}

interface Measured {
  /** What the metric is of. */
  readonly column: string
  /** The runs that executed what each side holds. */
  readonly producers: Sides<ReadonlySet<string>>
  readonly baseline: Place
  readonly candidate: Place
}

/** Times that lie further apart were measured under another load, and maybe other settings. */
const FAR_APART_MS = 60 * 60 * 1000

/** What is unknown, because the run that measured it is in another database, is not said to differ. */
export async function conditionsOf(
  reader: Reader,
  { column, producers, baseline, candidate }: Measured,
  all: readonly Run[],
): Promise<Finding[]> {
  const runsOf = (ids: ReadonlySet<string>) => all.filter(row => ids.has(String(row['run_id'])))
  const runs = { baseline: runsOf(producers.baseline), candidate: runsOf(producers.candidate) }
  if (isMeasured(column)) return [...machinesOf(runs), ...windowsOf(runs)]
  if (column === 'cost_usd') return pricesOf(runs)
  return column.startsWith('scores_') && baseline.run !== candidate.run
    ? judgesOf(reader, column, baseline.run, candidate.run)
    : []
}

function machinesOf(runs: Sides<readonly Run[]>): Finding[] {
  const environmentOf = ({ environment }: Run) => (isPlainObject(environment) ? environment : {})
  const machineOf = (run: Run) => {
    const { os, cpu, cores, memory_bytes: bytes } = environmentOf(run)
    return os === undefined ? null : { os, cpu, cores, memory_bytes: bytes }
  }
  const hint = 'measure both sides in one run, on one machine: `--execute all`'
  return [
    ...differing(runs, machineOf, 'other-machines', 'the times of the two sides were measured on different machines', hint),
    ...differing(
      runs,
      run => environmentOf(run)['node'] ?? null,
      'other-runtimes',
      'the times of the two sides were measured with different versions of Node',
      hint,
    ),
  ]
}

function windowsOf(runs: Sides<readonly Run[]>): Finding[] {
  const { baseline, candidate } = { baseline: windowOf(runs.baseline), candidate: windowOf(runs.candidate) }
  if (baseline === null || candidate === null) return []
  const apart = Math.max(candidate.from - baseline.to, baseline.from - candidate.to)
  if (apart <= FAR_APART_MS) return []
  const message = 'the times of the two sides were measured more than an hour apart'
  const example = {
    hours: Math.round(apart / FAR_APART_MS),
    baseline: new Date(baseline.from),
    candidate: new Date(candidate.from),
  }
  return [finding('hours-apart', message, 'measure both sides in one run: `--execute all`', example)]
}

function windowOf(runs: readonly Run[]): { readonly from: number; readonly to: number } | null {
  if (runs.length === 0) return null
  const from = Math.min(...runs.map(run => Number(run['started_at'])))
  return { from, to: Math.max(from, ...runs.map(run => Number(run['ended_at'] ?? run['started_at']))) }
}

function pricesOf(runs: Sides<readonly Run[]>): Finding[] {
  const message = 'the costs of the two sides are of different price tables'
  const hint = 'execute both sides with one version of the prices'
  return differing(runs, run => run['price_version'] ?? null, 'other-prices', message, hint)
}

/** A judge that is a task has code; a scorer that is a function has none that is stored. */
async function judgesOf(reader: Reader, column: string, baseline: string, candidate: string): Promise<Finding[]> {
  const query = `SELECT DISTINCT j.scorer AS scorer, l.code AS code FROM judgements j JOIN assay_ledger l ON l.datapoint = j.judgement
    WHERE j.run_id = ? ORDER BY l.code`
  const codesOf = async (run: string) => {
    const rows = await reader.sql<{ scorer: string; code: string }>(query, [run])
    const own = rows.filter(({ scorer }) => column === `scores_${scorer}` || column.startsWith(`scores_${scorer}_`))
    return own.map(({ code }) => code.slice(0, 12))
  }
  const codes = { baseline: await codesOf(baseline), candidate: await codesOf(candidate) }
  if (codes.baseline.length === 0 || codes.candidate.length === 0 || isDeepStrictEqual(codes.baseline, codes.candidate)) return []
  const hint = 'run the baseline again, so that one judge judges both sides'
  return [finding('other-judges', 'the code of the judge is another on each side', hint, codes)]
}

/** Compares what is known of the runs of each side; `null` is unknown. */
function differing(runs: Sides<readonly Run[]>, of: (run: Run) => unknown, id: string, message: string, hint: string): Finding[] {
  const valuesOf = (side: readonly Run[]) => {
    const texts = side
      .map(of)
      .filter(value => value !== null)
      .map(value => JSON.stringify(value))
    return [...new Set(texts)].sort().map(text => JSON.parse(text) as unknown)
  }
  const values = { baseline: valuesOf(runs.baseline), candidate: valuesOf(runs.candidate) }
  const isKnown = values.baseline.length > 0 && values.candidate.length > 0
  return isKnown && !isDeepStrictEqual(values.baseline, values.candidate) ? [finding(id, message, hint, values)] : []
}

function finding(id: string, message: string, hint: string, example: Record<string, unknown>): Finding {
  return { id, severity: 'warning', count: 1, message, hint, examples: [example] }
}

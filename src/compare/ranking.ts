// Makes a leaderboard: compares all pairs of configurations, ranks them, and resamples items for the chance to be best.
import { type Finding, Findings } from '../base/findings.ts'
import { isSame } from '../metrics/same.ts'
import { DEFAULT_LEVEL } from '../stats/interval.ts'
import { rankRangeOfDifferences, sidakLevel } from '../stats/rank-range.ts'
import { sum } from '../stats/sum.ts'
import { type Contenders, type Params, readContenders } from './contenders.ts'
import { itemUnits } from './item-scores.ts'
import type { Leaderboard } from './leaderboard-entry.ts'
import type { Pairwise } from './pair-intervals.ts'
import { judgeContenders } from './rank-evidence.ts'
import type { NamedMetric, Rows } from './rows.ts'
import { type RowSource, isMeasured } from './side.ts'

/** A `TypeError` for a metric without a better direction. */
export async function rankConfigurations(named: NamedMetric, rows: Rows<never>): Promise<Leaderboard<Params>> {
  const { name, metric } = named
  const { better } = metric
  if (better === undefined)
    throw new TypeError(
      `expected the metric of a leaderboard to say which is \`better\`, higher or lower, got ${name} without it`,
    )
  const contenders = await readContenders(named, rows as RowSource)
  const { list } = contenders
  const pairs = Math.max(1, (list.length * (list.length - 1)) / 2)
  const level = sidakLevel(DEFAULT_LEVEL, pairs)
  const items = itemUnits(contenders)
  const judged = judgeContenders(contenders, named, items, { level, pairs, better })
  const differences = atOnce(list.length, judged.pairwise)
  const { ranks } = rankRangeOfDifferences(list.length, differences, better)
  return {
    metric: name,
    better,
    entries: list.map(({ params, estimate }, i) => {
      const { best = 1, worst = list.length } = ranks[i] ?? {}
      return { params, estimate, rank: [best, worst] as const, chanceBest: judged.chances?.[i] ?? null }
    }),
    method: judged.method,
    level,
    items: judged.items,
    ownError: ownErrorOf(list.length, differences),
    runs: runsOf(contenders),
    findings: findingsOf(contenders, judged.items),
  }
}

/** Each pair once. */
function atOnce(count: number, pairwise: Pairwise): Pairwise {
  const known = Array.from({ length: count }, (_, i) => Array.from({ length: count - i - 1 }, (_, j) => pairwise(i, i + j + 1)))
  return (first, second) => known[first]?.[second - first - 1] ?? { low: null, high: null, standardError: null }
}

/** Where all are alike, the variance of a difference is twice that of what is each one's own. */
function ownErrorOf(count: number, differences: Pairwise): number | null {
  const others = Array.from({ length: Math.max(0, count - 1) }, (_, i) => differences(0, i + 1).standardError)
  const known = others.filter(error => error !== null)
  return known.length === 0 ? null : Math.sqrt(sum(known.map(error => error ** 2)) / (2 * known.length))
}

function runsOf({ list }: Contenders): string[] {
  const ids = list.flatMap(({ side }) => side.configurations.map(one => one['run_id'] ?? null))
  return [...new Set(ids.filter(id => id !== null).map(String))].sort()
}

function findingsOf({ list, definition }: Contenders, items: number): Finding[] {
  const findings = new Findings()
  const all = new Set(list.flatMap(({ side }) => side.entries.map(({ id }) => id))).size
  for (const { params, estimate, side } of list) {
    const own = new Set(side.entries.map(({ id }) => id)).size
    const hint = 'run what is missing: each pair is compared on what both have'
    if (own < all)
      findings.add(
        { id: 'items-missing', severity: 'warning', message: 'configurations lack items that others have', hint },
        { params, items: own, of: all },
      )
    if (estimate.value === null)
      findings.add(
        {
          id: 'no-value',
          severity: 'warning',
          message: 'configurations have no value and are listed last',
          hint: 'look at their rows: assay stats',
        },
        { params, reason: estimate.reason },
      )
  }
  if (definition !== null && isMeasured(definition.column)) findMeasuredApart(list, findings)
  if (list.length > 1 && items === 0)
    findings.add(
      {
        id: 'no-shared-items',
        severity: 'error',
        message: 'no item has a value for all configurations',
        hint: 'choose configurations that ran on the same items',
      },
      {},
    )
  return findings.list()
}

/** A time measures the machine and the hour as much as what ran. */
function findMeasuredApart(list: Contenders['list'], findings: Findings): void {
  const runsOf = (one: Contenders['list'][number]) =>
    [...new Set(one.side.entries.map(({ row }) => row['produced_by'] ?? null))].sort()
  const [first, ...others] = list.map(runsOf)
  const apart = others.find(runs => !isSame(runs, first))
  if (apart === undefined) return
  const message = 'the times of the configurations were measured in different runs, at other hours and maybe on other machines'
  const hint = 'measure all in one run: `--execute all`'
  findings.add({ id: 'measured-apart', severity: 'warning', message, hint }, { first, other: apart })
}

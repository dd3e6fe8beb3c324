// What speaks against believing a comparison: other data on the two sides, and numbers that were not measured alike.
import { type Finding, Findings } from '../base/findings.ts'
import type { Definition } from '../metrics/metric.ts'
import { isSame } from '../metrics/same.ts'
import { differing } from './configurations.ts'
import type { Match } from './pairs.ts'
import { type Entry, type Side, isMeasured } from './side.ts'

export interface Compared {
  readonly definition: Definition | null
  readonly baseline: Side
  readonly candidate: Side
  readonly match: Match
}

export function findingsOf(compared: Compared): Finding[] {
  const findings = new Findings()
  if (compared.match.isPaired) findUnpaired(compared.match, findings)
  findChanged(compared.match, findings)
  findMixtures(compared, findings)
  if (compared.definition !== null && isMeasured(compared.definition.column)) {
    findStored(compared, findings)
    findMeasuredApart(compared, findings)
  }
  findLeftOut(compared.match, findings)
  return findings.list()
}

function findUnpaired({ onlyBaseline, onlyCandidate, loneTrials }: Match, findings: Findings): void {
  const hint = 'only what both sides have is compared; run the missing, or choose the same items for both'
  const sides = [
    ['removed', 'baseline', onlyBaseline],
    ['added', 'candidate', onlyCandidate],
  ] as const
  for (const [what, side, items] of sides) {
    const message = `items are on the side of the ${side} only`
    for (const id of items) findings.add({ id: `items-${what}`, severity: 'warning', message, hint }, { input_id: id })
  }
  const message = 'trials are on one side only'
  for (const { id, trial } of loneTrials)
    findings.add({ id: 'trials-unpaired', severity: 'warning', message, hint }, { input_id: id, trial })
}

function findChanged({ shared }: Match, findings: Findings): void {
  for (const [i, before] of shared.baseline.entries()) {
    const after = shared.candidate[i] ?? before
    const example = { input_id: before.id, trial: before.trial }
    const expected = { baseline: before.row['expected'] ?? null, candidate: after.row['expected'] ?? null }
    if (!isSame(expected.baseline, expected.candidate)) {
      const message = 'items have another right answer on each side: each was held against its own'
      const hint = 'run both sides again with the same labels: `--execute none` executes nothing'
      findings.add({ id: 'items-relabelled', severity: 'error', message, hint }, { ...example, ...expected })
    } else if (before.item !== null && after.item !== null && before.item !== after.item) {
      const message = 'items with one id hold other values on each side, so it is other data that is compared'
      findings.add({ id: 'items-changed', severity: 'error', message, hint: 'run both sides with the same data' }, example)
    }
  }
}

function findMixtures({ baseline, candidate }: Compared, findings: Findings): void {
  for (const [side, { configurations }] of Object.entries({ baseline, candidate })) {
    const params = differing(configurations)
    if (params.length === 0) continue
    const message = 'a side holds several configurations, so that it is none of them that is compared'
    const hint = 'choose one with select({ params })'
    findings.add({ id: 'several-configurations', severity: 'error', message, hint }, { side, params })
  }
}

/** A stored time was measured in another hour, and maybe on another machine. */
function findStored({ baseline, candidate }: Compared, findings: Findings): void {
  const count = ({ entries }: Side) => entries.filter(({ row }) => row['cache'] === 'hit').length
  const stored = { baseline: count(baseline), candidate: count(candidate) }
  const isAll = stored.baseline === baseline.entries.length && stored.candidate === candidate.entries.length
  if (isAll || stored.baseline + stored.candidate === 0) return
  const message = 'times that were measured now are compared with times of earlier runs'
  const hint = 'measure both sides in one run: `--execute all`'
  findings.add({ id: 'mixed-cache', severity: 'warning', message, hint }, stored)
}

function findMeasuredApart({ baseline, candidate }: Compared, findings: Findings): void {
  const runsOf = ({ entries }: Side) => {
    const runs = entries.map(({ row }: Entry) => row['produced_by'] ?? null).filter(run => run !== null)
    return [...new Set(runs)].sort()
  }
  const runs = { baseline: runsOf(baseline), candidate: runsOf(candidate) }
  if (isSame(runs.baseline, runs.candidate)) return
  const message = 'the times of the two sides were measured in different runs, at other hours and maybe on other machines'
  const hint = 'measure both sides in one run: `--execute all`'
  const example = { baseline: runs.baseline.slice(0, 3), candidate: runs.candidate.slice(0, 3) }
  findings.add({ id: 'measured-apart', severity: 'warning', message, hint }, example)
}

function findLeftOut({ left, isPaired, baseline, candidate }: Match, findings: Findings): void {
  const total = left.failed + left.unanswered
  const counted = isPaired ? baseline.entries.length : baseline.entries.length + candidate.entries.length
  const message = `${isPaired ? 'pairs' : 'rows'} are left out because of a failure or a missing answer`
  const severity = total > (counted + total) / 10 ? 'error' : 'warning'
  const hint = 'what is left out may be what is hard: run again, or let them count as wrong (`failed`, `unanswered`)'
  for (const why of ['failed', 'unanswered'] as const)
    for (let i = 0; i < left[why]; i++) findings.add({ id: 'rows-left-out', severity, message, hint }, { why })
}

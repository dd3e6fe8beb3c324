// assay plan FILE: what a run would do, why, and what it would take; executes and writes nothing.
import type { Plan } from '../../bench/plan/plan-result.ts'
import { plan } from '../../bench/plan/plan.ts'
import type { Command } from '../command.ts'
import { notInKey } from '../not-in-key.ts'
import { renderDetection } from '../../report/detection.ts'
import { detectionOf, toJson as detectionJson } from './detect.ts'
import { renderPlan } from './plan-text.ts'
import { wantedFlags, wantedOptions } from './wanted.ts'

export const command: Command = {
  about:
    'Says what `assay run` would do with the same flags: what is stored, what would execute and why, and the time and cost that earlier rows let expect. With --detect also how many items and trials would show a difference of that size between two configurations, by what the two best differed by so far. Executes and writes nothing',
  positionals: [{ name: 'FILE', about: 'a benchmark file, whose default export is `benchmark({ … })`' }],
  flags: {
    ...wantedFlags,
    detect: {
      kind: 'text',
      value: 'X',
      about: 'say how many items and trials find a difference of X in a metric, and what they cost',
    },
    metric: { kind: 'text', value: 'METRIC', about: 'with --detect: which metric (default: the only one)' },
    margin: {
      kind: 'text',
      value: 'X',
      about: 'with --detect: also the items that show a difference below X (default: as declared)',
    },
  },
  example: 'assay plan detectors.bench.ts --db lab.db',
  run: async ({ positionals: [file = ''], flags, width }) => {
    const planned = await plan(file, wantedOptions(flags))
    const detection = await detectionOf(file, flags)
    const text = renderPlan(planned, width)
    if (detection === null) return { data: toJson(planned), text }
    return {
      data: { ...toJson(planned), detection: detectionJson(detection) },
      text: `${text}\n\n${renderDetection(detection, width)}`,
    }
  },
}

function toJson({ planned, cached, new: fresh, retry, changed, durationMs, costUsd, byParams, findings }: Plan): object {
  return {
    planned,
    cached,
    new: fresh,
    retry,
    changed,
    duration_ms: durationMs,
    cost_usd: costUsd,
    by_params: byParams.map(({ durationMs, costUsd, ...counts }) => ({ ...counts, duration_ms: durationMs, cost_usd: costUsd })),
    findings,
    not_in_key: notInKey,
  }
}

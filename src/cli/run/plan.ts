// assay plan FILE: what a run would do, why, and what it would take; executes and writes nothing.
import type { Plan } from '../../bench/plan/plan-result.ts'
import { plan } from '../../bench/plan/plan.ts'
import type { Command } from '../command.ts'
import { notInKey } from '../not-in-key.ts'
import { renderPlan } from './plan-text.ts'
import { wantedFlags, wantedOptions } from './wanted.ts'

export const command: Command = {
  about:
    'Says what `assay run` would do with the same flags: what is stored, what would execute and why, and the time and cost that earlier rows let expect. Executes and writes nothing',
  positionals: [{ name: 'FILE', about: 'a benchmark file, whose default export is `benchmark({ … })`' }],
  flags: wantedFlags,
  example: 'assay plan detectors.bench.ts --db lab.db',
  run: async ({ positionals: [file = ''], flags, width }) => {
    const planned = await plan(file, wantedOptions(flags))
    return { data: toJson(planned), text: renderPlan(planned, width) }
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

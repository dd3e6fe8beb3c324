// A plan: what a run would do, in counts and by datapoint, and what it would take.
import type { Finding } from '../../base/findings.ts'
import type { Estimate } from '../../metrics/metric.ts'
import type { Change } from './changes.ts'

/** What a run would do. */
export interface Plan extends Counts {
  /** The new datapoints of which an earlier one differs in name, code, files, input, or keys of params. */
  readonly changed: readonly Change[]
  /** Until all is executed, in milliseconds, without what storing takes; and what it costs, in US dollars. */
  readonly durationMs: Estimate
  readonly costUsd: Estimate
  /** The same of each configuration. */
  readonly byParams: readonly PlanOfParams[]
  /** What the run would report before it executes: inputs of the task that are in no key, results that it would take over. */
  readonly findings: readonly Finding[]
}

export interface Counts {
  /** Datapoints: `cached + new + retry`. */
  readonly planned: number
  /** Answered without executing: by a stored result, or by that of an equal input of the same run. */
  readonly cached: number
  /** No result is stored, and no start is known. */
  readonly new: number
  /** Executed again: it failed before, or was cut off by the end of its process, or is asked for with `execute: 'all'` or `refresh`. */
  readonly retry: number
}

export interface PlanOfParams extends Counts {
  readonly params: Readonly<Record<string, unknown>>
  /** How many of the new ones are among `changed`. */
  readonly changed: number
  readonly durationMs: Estimate
  readonly costUsd: Estimate
}

// What the commands of the cache share: the flags that choose datapoints, and how a datapoint is written with --json.
import type { DatapointChoice, DatapointStatus } from '../../../ledger/tending/choice.ts'
import type { StoredDatapoint } from '../../../ledger/tending/stored.ts'
import type { Flag, Input } from '../../command.ts'
import { parseParams } from '../../params.ts'

export const choiceFlags = {
  run: { kind: 'text', value: 'RUN', about: 'only what this run executed: an id, or `latest`' },
  params: {
    kind: 'list',
    value: 'KEY=VALUE[,…]',
    about: 'only datapoints with these params; repeat for more values of a key',
  },
  older: { kind: 'duration', value: 'TIME', about: 'only what was stored longer ago than this: 12h, 7d' },
  status: { kind: 'text', value: 'STATUS', about: 'only datapoints with this status: ok, error, timeout, aborted, skipped' },
} as const satisfies Readonly<Record<string, Flag>>

/** What the flags say. All that is given must hold. */
export function choiceOf(flags: Input['flags'], datapoints: readonly string[] = []): DatapointChoice {
  const { run, params, older, status } = flags
  return {
    ...(typeof run === 'string' && { run }),
    ...(params !== undefined && { params: parseParams(params as readonly string[]) }),
    ...(typeof older === 'number' && { olderThanMs: older }),
    ...(typeof status === 'string' && { status: status as DatapointStatus }),
    ...(datapoints.length > 0 && { datapoints }),
  }
}

/** The digits by which a person tells keys and digests apart. */
export const shownDigits = 12

export function toJson(stored: StoredDatapoint): object {
  return {
    datapoint: stored.datapoint,
    encoding: stored.encoding,
    name: stored.name,
    code: stored.code,
    files: stored.files,
    train: stored.train,
    params: stored.params,
    trial: stored.trial,
    input: stored.input,
    input_text: stored.inputText,
    status: stored.status,
    error: stored.error,
    error_type: stored.errorType,
    attempts: stored.attempts,
    maybe_paid: stored.maybePaid,
    duration_ms: stored.durationMs,
    cost_usd: stored.costUsd,
    produced_by: stored.producedBy,
    committed_at: stored.committedAt,
    adopted_from: stored.adoptedFrom,
    adopted_reason: stored.adoptedReason,
  }
}

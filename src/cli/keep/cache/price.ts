// Says what results took to compute; what is not known is said too.
import { formatCount, formatDuration, formatNumber } from '../../../report/numbers.ts'

/** What is known of some results, and of how many of them it is not. */
export interface Price {
  readonly durationMs: number | null
  readonly durationUnknown: number
  readonly costUsd: number | null
  readonly costUnknown: number
}

/** `12.3 s, cost unknown`; `4 min 05 s (unknown of 2), 0.41 USD`. */
export function describePrice({ durationMs, durationUnknown, costUsd, costUnknown }: Price): string {
  const time = durationMs === null ? 'time unknown' : `${formatDuration(durationMs)}${unknown(durationUnknown)}`
  const cost = costUsd === null ? 'cost unknown' : `${formatNumber(costUsd)} USD${unknown(costUnknown)}`
  return `${time}, ${cost}`
}

function unknown(count: number): string {
  return count === 0 ? '' : ` (unknown of ${formatCount(count)})`
}

export function priceJson({ durationMs, durationUnknown, costUsd, costUnknown }: Price): object {
  return { duration_ms: durationMs, duration_unknown: durationUnknown, cost_usd: costUsd, cost_unknown: costUnknown }
}

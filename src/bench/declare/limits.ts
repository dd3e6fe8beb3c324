// Checks limits, wherever they come from: the declaration, `run`, or the command line.
import { isPlainObject } from '../../base/keys.ts'
import { suggestion } from '../../base/nearest.ts'
import type { Limits } from './context.ts'

/** What each limit may be: `count` a whole number or infinite, `amount` above 0, `from0` 0 too. */
const kinds = {
  concurrency: 'count',
  timeoutMs: 'amount',
  retries: 'from0',
  isRetryable: 'function',
  requestsPerMinute: 'amount',
  tokensPerMinute: 'amount',
  rateKey: 'function',
  itemCostUsd: 'amount',
  maxCostUsd: 'amount',
  maxErrors: 'from0',
  deadlineMs: 'amount',
} as const satisfies Record<keyof Limits, string>

/** A `TypeError` or `RangeError` names a limit that does not exist or is not as expected. */
export function toLimits(name: string, limits: unknown): Limits<never> {
  if (!isPlainObject(limits)) throw new TypeError(`expected \`limits\` of ${name} to be limits by name, got ${String(limits)}`)
  const names = Object.keys(kinds)
  for (const [limit, value] of Object.entries(limits)) {
    const kind = Object.hasOwn(kinds, limit) ? kinds[limit as keyof Limits] : undefined
    if (kind === undefined)
      throw new TypeError(`expected the limits ${names.join(', ')} of ${name}, got \`${limit}\`.${suggestion(limit, names)}`)
    if (value === undefined) continue
    if (kind === 'function') {
      if (typeof value !== 'function')
        throw new TypeError(`expected the limit \`${limit}\` of ${name} to be a function, got ${String(value)}`)
      continue
    }
    const isNumber = typeof value === 'number' && (kind === 'from0' ? value >= 0 : value > 0)
    const shown = typeof value === 'string' ? JSON.stringify(value) : String(value)
    if (!isNumber)
      throw new RangeError(
        `expected the limit \`${limit}\` of ${name} to be ${kind === 'from0' ? '0 or above' : 'above 0'}, got ${shown}`,
      )
    const isCounted = kind === 'count' || kind === 'from0'
    if (isCounted && !Number.isSafeInteger(value) && value !== Number.POSITIVE_INFINITY)
      throw new RangeError(`expected the limit \`${limit}\` of ${name} to be a whole number, got ${value}`)
  }
  return limits as Limits<never>
}

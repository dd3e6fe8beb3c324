// Which errors pass by themselves, and how long to wait before the next attempt: pure, so that a test turns the clock.

/** Status codes of answers that may be others a moment later. */
const passingStatuses = new Set([408, 429])

/** Codes of Node and undici for connections that broke, stalled or were not made. */
const networkCodes = new Set([
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_SOCKET',
])

/** The first wait, and the longest that is chosen without an answer that asks for more. */
const firstWaitMs = 500
const longestWaitMs = 60_000

/** Errors that pass: 408, 429, 5xx, a broken network, and what says so itself (`isRetryable`, as of the AI SDK). */
export function isPassing(error: unknown): boolean {
  for (const one of causesOf(error)) {
    if (typeof one['isRetryable'] === 'boolean') return one['isRetryable']
    const status = statusOf(one)
    if (status !== null) return passingStatuses.has(status) || status >= 500
    if (typeof one['code'] === 'string' && networkCodes.has(one['code'])) return true
  }
  return false
}

/**
 * Milliseconds to wait before attempt `next` (2 is the first repeat): what the answer's Retry-After asks for, else exponentially more,
 * half of it at random so that many clients do not come back at once. `random` is from 0 to 1.
 */
export function waitMs(error: unknown, next: number, nowMs: number, random: number): number {
  const asked = retryAfterMs(error, nowMs)
  if (asked !== null) return asked
  const most = Math.min(firstWaitMs * 2 ** (next - 2), longestWaitMs)
  return most / 2 + (most / 2) * random
}

/** Of an answer's headers, in seconds or as a date; also `retry-after-ms`. */
function retryAfterMs(error: unknown, nowMs: number): number | null {
  for (const one of causesOf(error)) {
    const exact = Number(headerOf(one, 'retry-after-ms') ?? Number.NaN)
    if (Number.isFinite(exact) && exact >= 0) return exact
    const text = headerOf(one, 'retry-after')
    if (text === null) continue
    const seconds = Number(text)
    const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(text) - nowMs
    if (!Number.isNaN(ms)) return Math.max(0, ms)
  }
  return null
}

type Fields = Readonly<Record<string, unknown>>

/** The error, what it says was its last error, and its causes; no deeper than a chain may honestly be. */
function causesOf(error: unknown): Fields[] {
  const chain: Fields[] = []
  let next: unknown = error
  while (typeof next === 'object' && next !== null && chain.length < 10) {
    const one = next as Fields
    chain.push(one)
    next = one['lastError'] ?? one['cause']
  }
  return chain
}

function statusOf(error: Fields): number | null {
  const response = error['response'] as Fields | undefined
  for (const status of [error['status'], error['statusCode'], response?.['status'], response?.['statusCode']]) {
    if (typeof status === 'number') return status
  }
  return null
}

function headerOf(error: Fields, name: string): string | null {
  const response = error['response'] as Fields | undefined
  for (const headers of [error['headers'], error['responseHeaders'], response?.['headers']]) {
    if (typeof headers !== 'object' || headers === null) continue
    const value: unknown = headers instanceof Headers ? headers.get(name) : (headers as Fields)[name]
    if (typeof value === 'string' || typeof value === 'number') return String(value)
  }
  return null
}

// Executes one attempt in this thread: calls the task, keeps its time, and ends it on timeout or when the run stops.
import { inspect, types } from 'node:util'
import type { Clock } from '../../base/clock.ts'
import { encodeResult } from '../../ledger/ledger.ts'
import type { Context, Declaration } from '../spec.ts'

/** How one attempt ended. */
export interface Ended {
  readonly status: 'ok' | 'error' | 'timeout' | 'aborted'
  /** The result as it is stored; `null` unless `ok`. */
  readonly encoded: string | null
  readonly error: string | null
  readonly errorType: string | null
  readonly durationMs: number
}

export interface Attempt {
  readonly task: Declaration['task']
  readonly input: unknown
  readonly params: object
  readonly trial: number
  readonly attempt: number
  readonly datapoint: string
  readonly timeoutMs: number | undefined
  /** Aborts when the run stops. */
  readonly stop: AbortSignal
  readonly clock: Clock
}

/** How long a task may take to hand in its result after the run was told to stop. */
export const graceMs = 2_000

/** A longer delay would be none at all: Node's timers count milliseconds in 32 bits. */
const longestDelayMs = 2 ** 31 - 1

/** Never rejects: whatever the task does is how the attempt ended. */
export async function executeInline(attempt: Attempt): Promise<Ended> {
  const { clock, task, input, params } = attempt
  const start = clock.monotonicMs()
  const failed = (status: Ended['status'], error: string, errorType: string): Ended => ({
    status,
    encoded: null,
    error,
    errorType,
    durationMs: clock.monotonicMs() - start,
  })
  const controller = new AbortController()
  try {
    const returned = task(input, params, createContext(attempt, controller))
    const result = isThenable(returned) ? await settle(returned, attempt, controller) : returned
    return keep(result, clock.monotonicMs() - start)
  } catch (error) {
    if (error === timedOut) return failed('timeout', `the task took longer than ${attempt.timeoutMs} ms`, 'TimeoutError')
    if (error === cutOff || attempt.stop.aborted)
      return failed('aborted', 'the run was stopped while the task executed', 'AbortError')
    return failed('error', ...describe(error))
  }
}

/** The result as it is now: encoded in the turn in which the task returned it, because a task may go on changing its object. */
function keep(result: unknown, durationMs: number): Ended {
  const failed = (error: string, errorType: string): Ended => ({ status: 'error', encoded: null, error, errorType, durationMs })
  if (result === undefined) return failed('the task returned nothing; for "no answer" return null', 'TypeError')
  try {
    return { status: 'ok', encoded: encodeResult(result), error: null, errorType: null, durationMs }
  } catch (error) {
    return failed(...describe(error))
  }
}

const timedOut = Symbol('timed out')
const cutOff = Symbol('cut off')

function createContext({ trial, attempt, datapoint }: Attempt, controller: AbortController): Context {
  return { signal: controller.signal, trial, attempt, datapoint }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

/** The task's result, unless its time is over first. A stopped run waits a little: a result that is nearly there may have been paid for. */
function settle(returned: PromiseLike<unknown>, { timeoutMs, stop }: Attempt, controller: AbortController): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timers: NodeJS.Timeout[] = []
    const end = () => {
      for (const timer of timers) clearTimeout(timer)
      stop.removeEventListener('abort', onStop)
    }
    const onStop = () => {
      controller.abort(stop.reason)
      timers.push(setTimeout(() => finish(() => reject(cutOff)), graceMs))
    }
    const finish = (settleIt: () => void) => {
      end()
      settleIt()
    }
    if (timeoutMs !== undefined) {
      const onTimeout = () => {
        controller.abort(new DOMException(`The task took longer than ${timeoutMs} ms.`, 'TimeoutError'))
        finish(() => reject(timedOut))
      }
      timers.push(setTimeout(onTimeout, Math.min(timeoutMs, longestDelayMs)))
    }
    if (stop.aborted) onStop()
    else stop.addEventListener('abort', onStop, { once: true })
    returned.then(
      value => finish(() => resolve(value)),
      error => finish(() => reject(error)),
    )
  })
}

/** Message and type of whatever was thrown, errors of another realm included. */
function describe(error: unknown): [message: string, type: string] {
  try {
    if (!(error instanceof Error || types.isNativeError(error)))
      return [typeof error === 'string' ? error : inspect(error), error === null ? 'null' : typeof error]
    const { message, name, constructor } = error
    return [String(message), String(name === 'Error' ? constructor.name : name)]
  } catch {
    return ['the task threw what cannot even be described', typeof error]
  }
}

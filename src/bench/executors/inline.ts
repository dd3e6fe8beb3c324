// Executes one attempt in this thread: calls the task, keeps its time, and ends it on timeout or when the run stops.
import type { Clock } from '../../base/clock.ts'
import type { Context, Declaration } from '../spec.ts'

/** How one attempt ended. */
export interface Ended {
  readonly status: 'ok' | 'error' | 'timeout' | 'aborted'
  readonly result: unknown
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

/** Never rejects: whatever the task does is how the attempt ended. */
export async function executeInline(attempt: Attempt): Promise<Ended> {
  const { clock, task, input, params } = attempt
  const start = clock.monotonicMs()
  const ended = (status: Ended['status'], result: unknown, error: string | null, errorType: string | null): Ended => ({
    status,
    result,
    error,
    errorType,
    durationMs: clock.monotonicMs() - start,
  })
  const controller = new AbortController()
  try {
    const returned = task(input, params, createContext(attempt, controller))
    const result = isThenable(returned) ? await settle(returned, attempt, controller) : returned
    if (result === undefined)
      return ended('error', undefined, 'the task returned nothing; for "no answer" return null', 'TypeError')
    return ended('ok', result, null, null)
  } catch (error) {
    if (error === timedOut)
      return ended('timeout', undefined, `the task took longer than ${attempt.timeoutMs} ms`, 'TimeoutError')
    if (error === cutOff || attempt.stop.aborted)
      return ended('aborted', undefined, 'the run was stopped while the task executed', 'AbortError')
    return ended('error', undefined, ...describe(error))
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
      timers.push(setTimeout(onTimeout, timeoutMs))
    }
    if (stop.aborted) onStop()
    else stop.addEventListener('abort', onStop, { once: true })
    returned.then(
      value => finish(() => resolve(value)),
      error => finish(() => reject(error)),
    )
  })
}

/** Message and type of whatever was thrown. */
function describe(error: unknown): [message: string, type: string] {
  if (error instanceof Error) return [error.message, error.name === 'Error' ? error.constructor.name : error.name]
  return [String(typeof error === 'object' ? JSON.stringify(error) : error), typeof error]
}

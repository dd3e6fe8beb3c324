// Executes one attempt in this thread: calls the task, keeps its time, and ends it on timeout or when the run stops.
import type { Clock } from '../../base/clock.ts'
import { kindOf } from '../../base/kind.ts'
import { encodeResult } from '../../ledger/outcomes.ts'
import { describeSafely } from '../../record/thrown.ts'
import { BudgetError, type Effects, SkipError } from '../attempt/effects.ts'
import { Stopwatch } from '../attempt/stopwatch.ts'
import type { Context } from '../declare/context.ts'
import type { Declaration } from '../declare/spec.ts'
import type { Ended } from './executor.ts'

export interface Attempt {
  readonly task: Declaration['task']
  /** One input, or those of a batch. */
  readonly inputs: readonly unknown[]
  readonly isBatch: boolean
  readonly params: object
  readonly setup: unknown
  readonly trial: number
  readonly attempt: number
  readonly datapoint: string
  readonly timeoutMs: number | undefined
  /** Aborts when the run stops. */
  readonly stop: AbortSignal
  readonly clock: Pick<Clock, 'monotonicMs'>
  readonly effects: Effects
  /** Stores the stream in a result whose missing hash this error complains of; `null` for any other error. */
  readonly settle: (error: unknown) => Promise<void> | null
  /** Executes a function once in the run's ledger, or takes the stored result; to be called before anything is awaited. */
  readonly once: (fn: unknown, input: unknown, options: unknown, signal: AbortSignal) => Promise<unknown>
}

/** How long a task may take to hand in its result after the run was told to stop. */
export const graceMs = 2_000

/**
 * How each input's datapoint ended, in order. Never throws nor rejects: whatever the task does is how the attempt ended. A task that does
 * not wait has ended when this returns.
 */
export function executeInline(attempt: Attempt): Ended[] | Promise<Ended[]> {
  const { clock, task, inputs, isBatch, params } = attempt
  const watch = new Stopwatch(clock)
  const all = (ended: Omit<Ended, 'durationMs'>): Ended[] => {
    const durationMs = watch.elapsedMs() / inputs.length
    return inputs.map(() => ({ ...ended, durationMs }))
  }
  const toEnded = (thrown: unknown): Ended[] => all(endedBy(thrown, attempt))
  const finish = (result: unknown) => {
    const durationMs = watch.elapsedMs() / inputs.length
    if (!isBatch) return inOrder([keep(result, durationMs, attempt.settle)])
    const wrong = wrongCount(result, inputs.length)
    if (wrong !== null) return toEnded(new TypeError(wrong))
    return inOrder((result as unknown[]).map(one => keepOne(one, durationMs, attempt.settle)))
  }
  const controller = new AbortController()
  try {
    const returned = task(isBatch ? inputs : inputs[0], params, createContext(attempt, controller, watch))
    return isThenable(returned) ? settle(returned, attempt, controller, watch).then(finish, toEnded) : finish(returned)
  } catch (error) {
    return toEnded(error)
  }
}

/** At once where nothing has to be waited for. */
function inOrder(ended: readonly (Ended | Promise<Ended>)[]): Ended[] | Promise<Ended[]> {
  return ended.some(one => one instanceof Promise) ? Promise.all(ended) : (ended as Ended[])
}

function endedBy(thrown: unknown, { timeoutMs, stop }: Attempt): Omit<Ended, 'durationMs'> {
  const ended = (status: Ended['status'], error: string, errorType: string | null) => ({
    status,
    encoded: null,
    error,
    errorType,
    thrown,
  })
  if (thrown instanceof SkipError) return ended('skipped', thrown.message, null)
  if (thrown === timedOut) return ended('timeout', `the task took longer than ${timeoutMs} ms`, 'TimeoutError')
  if (thrown === cutOff || (stop.aborted && !(thrown instanceof BudgetError)))
    return ended('aborted', 'the run was stopped while the task executed', 'AbortError')
  return ended('error', ...describeSafely(thrown))
}

function wrongCount(result: unknown, count: number): string | null {
  if (Array.isArray(result) && result.length === count) return null
  const got = Array.isArray(result) ? `${result.length}` : kindOf(result)
  return `the task was given a batch of ${count} inputs and has to return a list of ${count} results, got ${got}`
}

/** A result in a batch: an error in its place fails that item alone. */
function keepOne(result: unknown, durationMs: number, settle: Attempt['settle']): Ended | Promise<Ended> {
  if (!(result instanceof Error)) return keep(result, durationMs, settle)
  const [error, errorType] = describeSafely(result)
  return { status: 'error', encoded: null, error, errorType, durationMs, thrown: result }
}

/** The result as it is now: encoded in the turn in which the task returned it, because a task may go on changing its object. */
function keep(result: unknown, durationMs: number, settle: Attempt['settle']): Ended | Promise<Ended> {
  const failed = (error: string, errorType: string, thrown: unknown = null): Ended => ({
    status: 'error',
    encoded: null,
    error,
    errorType,
    durationMs,
    thrown,
  })
  if (result === undefined) return failed('the task returned nothing; for "no answer" return null', 'TypeError')
  try {
    return { status: 'ok', encoded: encodeResult(result), error: null, errorType: null, durationMs, thrown: null }
  } catch (error) {
    const fail = (reason: unknown) => failed(...describeSafely(reason))
    return settle(error)?.then(() => keep(result, durationMs, settle), fail) ?? fail(error)
  }
}

const timedOut = Symbol('timed out')
const cutOff = Symbol('cut off')

function createContext(
  { setup, trial, attempt, datapoint, once, effects }: Attempt,
  controller: AbortController,
  watch: Stopwatch,
): Context<unknown> {
  const { signal } = controller
  const { record, spend, log, folder, defer, skip } = effects
  return {
    setup,
    signal,
    trial,
    attempt,
    datapoint,
    once: (fn, input, options) => {
      const result = watch.without(() => once(fn, input, options, signal))
      // A task that was cut off hears of its failure no more.
      result.catch(() => {})
      return result as Promise<never>
    },
    record,
    spend,
    log,
    folder,
    defer,
    skip,
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

/** The task's result, unless its time is over first. A stopped run waits a little: a result that is nearly there may have been paid for. */
function settle(
  returned: PromiseLike<unknown>,
  { timeoutMs, stop, effects }: Attempt,
  controller: AbortController,
  watch: Stopwatch,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let grace: NodeJS.Timeout | undefined
    const end = () => {
      clearTimeout(grace)
      watch.clearAlarm()
      stop.removeEventListener('abort', onStop)
    }
    const onStop = () => {
      controller.abort(stop.reason)
      grace = setTimeout(() => finish(() => reject(cutOff)), graceMs)
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
      watch.setAlarm(timeoutMs, onTimeout)
    }
    effects.whenOverspent(error => {
      controller.abort(error)
      finish(() => reject(error))
    })
    if (stop.aborted) onStop()
    else stop.addEventListener('abort', onStop, { once: true })
    returned.then(
      value => finish(() => resolve(value)),
      error => finish(() => reject(error)),
    )
  })
}

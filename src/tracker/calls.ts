// Calls a function and tells of it as a row: arguments, result, duration, status.
import type { Clock } from '../base/clock.ts'
import { isPlainObject } from '../base/keys.ts'
import type { Row } from '../store/store.ts'

/** How one call ended. */
export interface Called {
  readonly row: Row
  readonly isOk: boolean
  /** What it returned, or what it threw. */
  readonly outcome: unknown
}

/** The columns that tell of the call; a result's key that equals one is kept as `result_<key>`. */
const ownColumns = new Set(['function', 'input', 'status', 'error', 'error_type', 'duration_ms', 'run_id', 'row_id', 'timestamp'])

/** Never rejects: a throw is a row like any other. Generators are refused, because they return before their work is done. */
export async function callTracked(name: string, input: unknown, call: () => unknown, clock: Clock): Promise<Called> {
  const start = clock.monotonicMs()
  const about = () => ({ function: name, ...inputColumns(input), duration_ms: clock.monotonicMs() - start })
  try {
    const outcome = await call()
    return { row: { ...about(), status: 'ok', ...resultColumns(outcome) }, isOk: true, outcome }
  } catch (error) {
    const isError = error instanceof Error
    const row = {
      ...about(),
      status: 'error',
      error: isError ? error.message : String(error),
      error_type: isError ? error.name : typeof error,
    }
    return { row, isOk: false, outcome: error }
  }
}

/** A `TypeError` for what cannot be tracked. */
export function checkFunction(fn: unknown): string {
  if (typeof fn !== 'function') throw new TypeError(`expected a function, got ${String(fn)}`)
  if (/Generator/.test(fn.constructor.name)) {
    throw new TypeError(
      `expected a function that returns its result, got the generator ${fn.name}; track a function that collects what it yields`,
    )
  }
  return fn.name || 'anonymous'
}

/** An input object's `params` become `params_*`, other keys `input_*`, one level deep; a list of arguments is one cell. */
function inputColumns(input: unknown): Row {
  if (!isPlainObject(input)) return { input }
  const { params, ...others } = input
  const own = isPlainObject(params) ? prefixed('params', params) : params === undefined ? {} : { input_params: params }
  return { ...prefixed('input', others), ...own }
}

function prefixed(prefix: string, columns: object): Row {
  return Object.fromEntries(Object.entries(columns).map(([key, value]) => [`${prefix}_${key}`, value]))
}

function resultColumns(result: unknown): Row {
  if (!isPlainObject(result)) return result === undefined ? {} : { result }
  const isOwn = (key: string) => ownColumns.has(key) || /^(?:input|params|assay|result)_/.test(key)
  return Object.fromEntries(Object.entries(result).map(([key, value]) => [isOwn(key) ? `result_${key}` : key, value]))
}

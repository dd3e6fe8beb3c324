// Calls a function and tells of it as a row: arguments, result, duration, status.
import { whenSettled } from '../assets/stored.ts'
import type { Clock } from '../base/clock.ts'
import { isPlainObject } from '../base/keys.ts'
import { redactParams } from '../record/secret-params.ts'
import { copyTagged } from '../record/tagged.ts'
import { describeSafely } from '../record/thrown.ts'
import type { Row, Store } from '../store/store.ts'

/** How one call ended. */
export interface Called {
  readonly row: Row
  readonly isOk: boolean
  /** What it returned, or what it threw. */
  readonly outcome: unknown
}

/** The columns that tell of the call; a result's key that equals one is kept as `result_<key>`. */
export const callColumns: ReadonlySet<string> = new Set([
  'function',
  'input',
  'status',
  'error',
  'error_type',
  'duration_ms',
  'run_id',
  'row_id',
  'timestamp',
])

/**
 * A throw is a row like any other, and so is a result that cannot be stored. An input that cannot be is a `TypeError` before the call.
 */
export async function callTracked(
  name: string,
  input: unknown,
  call: () => unknown,
  store: Store,
  clock: Clock,
): Promise<Called> {
  // As it is now: the function may change it.
  const given = inputColumns(copyTagged(input, 'input'))
  const start = clock.monotonicMs()
  const about = () => ({ function: name, ...given, duration_ms: clock.monotonicMs() - start })
  try {
    const outcome = await call()
    const row = { ...about(), status: 'ok' }
    return {
      row: { ...row, ...resultColumns(await whenSettled(store, () => copyTagged(outcome, 'result'))) },
      isOk: true,
      outcome,
    }
  } catch (thrown) {
    const [error, type] = describeSafely(thrown)
    return { row: { ...about(), status: 'error', error, error_type: type }, isOk: false, outcome: thrown }
  }
}

/** An input object's `params` become `params_*`, other keys `input_*`, one level deep; a list of arguments is one cell. */
export function inputColumns(input: unknown): Row {
  if (!isPlainObject(input)) return { input }
  const { params, ...others } = input
  const own = isPlainObject(params)
    ? prefixed('params', redactParams(params).params)
    : params === undefined
      ? {}
      : { input_params: params }
  return { ...prefixed('input', others), ...own }
}

function prefixed(prefix: string, columns: object): Row {
  return Object.fromEntries(Object.entries(columns).map(([key, value]) => [`${prefix}_${key}`, value]))
}

/** The keys of a result as columns, beside columns that tell of the call; one value is `result`. */
export function resultColumns(result: unknown, own: ReadonlySet<string> = callColumns): Row {
  if (!isPlainObject(result)) return result === undefined ? {} : { result }
  const isOwn = (key: string) => own.has(key) || /^(?:input|params|assay|result)_/.test(key)
  return Object.fromEntries(Object.entries(result).map(([key, value]) => [isOwn(key) ? `result_${key}` : key, value]))
}

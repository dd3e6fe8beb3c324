// What a run may be asked for, and the check that it was asked for nothing else.
import { isPlainObject } from '../base/keys.ts'
import { suggestion } from '../base/nearest.ts'
import type { Selector } from '../tracker/selection.ts'
import { toLimits } from './benchmark.ts'
import type { RunEvent } from './session.ts'
import type { Limits } from './spec.ts'

export interface RunOptions<P = unknown> {
  /** Default: `assay.db` in the working directory. `:memory:` is allowed. */
  readonly db?: string
  /** Only these params: the ones that have all these values, or that pass. */
  readonly params?: Selector<P>
  /** The first items, or a seeded random sample. The run is marked partial. */
  readonly limit?: number
  readonly sample?: number
  readonly trials?: number
  readonly limits?: Limits
  /** Marks the run as development: its rows are not in `datapoints`. */
  readonly dev?: boolean
  /** Stops the run cleanly when it aborts: status `stopped`, everything done is kept. */
  readonly signal?: AbortSignal
  readonly onEvent?: (event: RunEvent) => void
}

const optionNames = ['db', 'params', 'limit', 'sample', 'trials', 'limits', 'dev', 'signal', 'onEvent']

/** A `TypeError` or `RangeError` names an option that does not exist or is not as expected, before anything is opened. */
export function checkOptions(benchmark: string, options: RunOptions<never>): void {
  for (const name of Object.keys(options)) {
    if (!optionNames.includes(name))
      throw new TypeError(`expected the options of run(), got \`${name}\`.${suggestion(name, optionNames)}`)
  }
  const { db, params, limits } = options
  if (db !== undefined && (typeof db !== 'string' || db.trim() === ''))
    throw new TypeError(`expected \`db\` to be a path, got ${db === '' ? 'an empty text' : typeof db}`)
  if (params !== undefined && typeof params !== 'function' && !isPlainObject(params))
    throw new TypeError(`expected \`params\` to be values by name or a function, got ${String(params)}`)
  toLimits(benchmark, limits ?? {})
  for (const name of ['limit', 'sample', 'trials'] as const) {
    const value = options[name]
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 1))
      throw new RangeError(`expected \`${name}\` to be a whole number from 1, got ${value}`)
  }
  if (options.limit !== undefined && options.sample !== undefined)
    throw new TypeError('expected `limit` or `sample`, got both; each chooses the items')
}

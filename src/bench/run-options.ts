// What a run may be asked for, and the check that it was asked for nothing else.
import { isPlainObject } from '../base/keys.ts'
import { checkNames } from '../base/options.ts'
import type { Selector } from '../tracker/selection.ts'
import type { Config } from './declare/config.ts'
import { toLimits } from './declare/limits.ts'
import { type ExecutorName, checkExecutor } from './executors/choice.ts'
import { type RefreshOptions, checkRefresh } from './plan/refresh.ts'
import type { Limits } from './declare/context.ts'

/** Progress of a run, for whoever shows it. */
export interface RunEvent {
  readonly type: 'planned' | 'started' | 'datapoint' | 'retry' | 'finding' | 'ended'
  readonly done: number
  readonly planned: number
  readonly message: string
}

/** What a run executes, see `RunOptions.execute`. */
export type Execute = (typeof executes)[number]
const executes = ['missing', 'new', 'none', 'all'] as const

export interface RunOptions<P = unknown> {
  /** Default: `db` of `config`, else `assay.db` in the working directory. `:memory:` is allowed. */
  readonly db?: string
  /** Where executed datapoints are kept. Default: the same database. Several may share one. */
  readonly ledger?: string
  /** Only these params: the ones that have all these values, or that pass. */
  readonly params?: Selector<P>
  /** The first items, or a seeded random sample. The run is marked partial. */
  readonly limit?: number
  readonly sample?: number
  readonly trials?: number
  /** For a file whose default export is a function. One that the file does not read is an error. */
  readonly options?: Readonly<Record<string, string>>
  readonly limits?: Limits<P>
  /** The path of an `assay.config.ts`, or what it exports: database, ledger, limits and prices where nothing else says them. Default: none. */
  readonly config?: string | URL | Config
  /**
   * `inline` (default): datapoints execute in this thread, side by side where the task waits. `threads`: each in a worker thread, one at a
   * time in each, for a task that computes or that may not end. Both `threads` and several `workers` need the path of a benchmark file.
   */
  readonly executor?: ExecutorName
  /** Threads (default: as many as the machine executes at once), or with `inline` processes (default: this one). Of a command: its programs. */
  readonly workers?: number
  /** `missing` (default): what has no result, failures included; `new`: not what failed before; `none`: scores and metrics only; `all`: again. */
  readonly execute?: Execute
  /** Results to compute again: the new one takes the place of the old. Not with `execute: 'none'`. */
  readonly refresh?: RefreshOptions<P>
  /** Takes over results of earlier code under the current one: for an edit that changes no result. */
  readonly acceptCode?: boolean
  /** Marks the run as development: its rows are not in `datapoints`. */
  readonly dev?: boolean
  /** Leaves the folders of attempts and set-ups where they are; the finding `folders-kept` says where. Default: they are removed. */
  readonly keepFolders?: boolean
  /** Stops the run cleanly when it aborts: status `stopped`, everything done is kept. */
  readonly signal?: AbortSignal
  readonly onEvent?: (event: RunEvent) => void
}

const optionNames = [
  'db',
  'ledger',
  'params',
  'limit',
  'sample',
  'trials',
  'options',
  'limits',
  'config',
  'executor',
  'workers',
  'execute',
  'refresh',
  'acceptCode',
  'dev',
  'keepFolders',
  'signal',
  'onEvent',
]

/** A `TypeError` or `RangeError` names an option that does not exist or is not as expected, before anything is opened. */
export function checkOptions(benchmark: string, options: Omit<RunOptions<never>, 'config'>): void {
  checkNames(options, optionNames, 'run()')
  const { params, limits, signal, execute } = options
  for (const name of ['db', 'ledger'] as const) {
    const path = options[name]
    if (path !== undefined && (typeof path !== 'string' || path.trim() === ''))
      throw new TypeError(`expected \`${name}\` to be a path, got ${path === '' ? 'an empty text' : typeof path}`)
  }
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw new TypeError(`expected \`signal\` to be an AbortSignal, got ${String(signal)}`)
  if (execute !== undefined && !executes.includes(execute))
    throw new RangeError(`expected \`execute\` to be one of ${executes.join(', ')}, got ${String(execute)}`)
  if (params !== undefined && typeof params !== 'function' && !isPlainObject(params))
    throw new TypeError(`expected \`params\` to be values by name or a function, got ${String(params)}`)
  toLimits(benchmark, limits ?? {})
  checkRefresh(options.refresh, execute)
  checkExecutor(options, '')
  for (const name of ['limit', 'sample', 'trials'] as const) {
    const value = options[name]
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 1))
      throw new RangeError(`expected \`${name}\` to be a whole number from 1, got ${value}`)
  }
  if (options.limit !== undefined && options.sample !== undefined)
    throw new TypeError('expected `limit` or `sample`, got both; each chooses the items')
}

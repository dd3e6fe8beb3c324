// A run of one's own: rows that survive as soon as they are acknowledged, for code that is not a benchmark file.
import type { AssetOptions, StoreAsset } from '../assets/asset.ts'
import { storeAsset, whenSettled } from '../assets/stored.ts'
import { checkFunction } from '../base/callable.ts'
import { Findings } from '../base/findings.ts'
import { checkNames } from '../base/options.ts'
import { systemClock } from '../base/clock.ts'
import type { Change, Row } from '../store/store.ts'
import { callTracked } from './calls.ts'
import { TrackedOnce } from './once.ts'
import { type OpenRun, openRun } from './open-run.ts'
import { sortByKey } from './order.ts'
import { checkRange } from './reader.ts'
import { checkRow, checkTable, copyParams, paramsColumns } from './row.ts'
import { openPredictions } from './predictions.ts'
import { addFindings } from './run-findings.ts'
import { warnSecretParams } from './secret-params.ts'
import { Sink } from './sink.ts'
import { type SinkPlace, sinkPath } from './sink-path.ts'
import { checkTrackerOptions } from './tracker-options.ts'

export interface TrackerOptions {
  /** Default `events`. Any name but those of Assay's own tables; `predictions` with the `runId` of a run that is there, to `set` columns of one's own. */
  readonly table?: string
  readonly name?: string
  readonly params?: object
  /** Continues this run if it exists. Default: a new, readable, unique id. */
  readonly runId?: string
  /** A row that equals an earlier one of this run in these columns replaces it: `['epoch']` makes a resumed loop exact. */
  readonly key?: readonly string[]
  /** Each logged row is also appended to a file as one line of JSON: to this one, or for `true` to `events.jsonl` beside the database. Default: none. */
  readonly jsonl?: SinkPlace
  /** Where results of `once` are kept: a database. Default: the same one. Several may share one. */
  readonly ledger?: string
}

/** A run of one's own, open for writing. */
export interface Tracker extends AsyncDisposable {
  readonly runId: string
  /** Resolves when the row survives `kill -9`. Returns it as stored. A `TypeError` names a key that is Assay's own or a value that cannot be stored. */
  log<T extends object>(row: T): Promise<T & { readonly run_id: string; readonly row_id: string; readonly timestamp: Date }>
  /** All rows or an error. */
  logBatch(rows: readonly object[]): Promise<void>
  /** Calls `fn(input)` and keeps a row of it: arguments, result, duration, status. A throw is a row, then thrown. */
  track<From extends object, To>(fn: (input: From) => To, input: NoInfer<From>): Promise<Awaited<To>>
  track<From extends readonly unknown[], To>(fn: (...args: From) => To, args: NoInfer<From>): Promise<Awaited<To>>
  /**
   * As `track`, but executed once in this ledger, for all runs, processes and machines: later calls take the stored result, into a row with
   * the same columns. The key is what `fn` reaches, or the version with its name and the calling file, and the input, passed as it is. `fn`
   * is declared at the top level of a file and given by its name; `code_unknown` for any other without a version. A failure is thrown to
   * all who waited for it, and executes again for those who come later.
   */
  once<From extends object, To>(
    fn: (input: From) => To,
    input: NoInfer<From>,
    options?: { readonly version?: string },
  ): Promise<Awaited<To>>
  /** The same parameters, name and `this`; returns a promise, because a row has to be durable first. */
  wrap<This, From extends readonly unknown[], To>(
    fn: (this: This, ...args: From) => To,
  ): (this: This, ...args: From) => Promise<Awaited<To>>
  /** Params of the run and of later rows. */
  setParams(params: object): Promise<void>
  /** Sets columns of this run's earlier rows: of all, or of those that match. Returns how many. */
  set(columns: object, options?: { readonly where?: object }): Promise<number>
  /** Rows of this run so far, by `key` or time. */
  // A row may hold anything that was logged; `any` lets the program that logged it go on with it.
  // oxlint-disable-next-line typescript/no-explicit-any
  rows(options?: { readonly where?: object; readonly tail?: number }): Promise<Record<string, any>[]>
  /** Stores bytes, a text, JSON, a stream or a file at once, by its content, and returns its asset: for rows, or to be found again by its hash. */
  asset: StoreAsset
  /** Resolves when everything logged so far is stored, and in the file of `jsonl` or counted as missing there. */
  flush(): Promise<void>
  close(): Promise<void>
}

/**
 * Opens a run of one's own: for code that is not a benchmark file. Rows go to `events`, unless a table is named. On `predictions`
 * nothing is logged and the run stays as it is: `set` refuses what was measured, with a `TypeError` or the `AssayError` `column_taken`.
 */
export async function openTracker(location: string, options: TrackerOptions = {}): Promise<Tracker> {
  if (options.table === 'predictions') return openPredictions(location, { ...options })
  checkTrackerOptions(options)
  const table = checkTable(options.table ?? 'events')
  const { params, found } = copyParams(options.params === undefined ? {} : options.params)
  const noticed = new Findings()
  warnSecretParams(found, noticed)
  const path = sinkPath(options.jsonl, location)
  const sink = path === null ? null : new Sink(path)
  return createTracker({
    ...(await openRun(location, { ...options, params, table })),
    table,
    params,
    noticed,
    key: options.key ?? [],
    sink,
  })
}

interface Opened extends OpenRun {
  readonly table: string
  readonly params: object
  readonly noticed: Findings
  readonly key: readonly string[]
  readonly sink: Sink | null
}

function createTracker({ store, ledgerStore, runId, table, release, key, sink, noticed, ...opened }: Opened): Tracker {
  let params = paramsColumns(opened.params)
  let { next } = opened
  let isOpen = true

  const stored = (row: Row): Row => ({
    ...params,
    ...row,
    run_id: runId,
    row_id: `${runId}:${next++}`,
    timestamp: systemClock.now(),
  })
  const change = (rows: readonly Row[]): Change =>
    key.length === 0 ? { type: 'insert', table, rows } : { type: 'replace', table, rows, by: ['run_id', ...key] }
  const requireOpen = (): void => {
    if (!isOpen) throw new TypeError(`expected the tracker of ${runId} to be open, but it was closed`)
  }
  const write = async (rows: readonly Row[]): Promise<void> => {
    requireOpen()
    await writeAlways(rows)
  }
  const writeAlways = async (rows: readonly Row[]): Promise<void> => {
    const lines = sink === null ? undefined : await whenSettled(store, () => sink.encode(rows))
    await store.commit([change(rows)])
    if (lines !== undefined) await sink?.append(lines)
  }
  const once = new TrackedOnce({ store: ledgerStore, runId, keepRow: row => writeAlways([stored(row)]) })
  const flush = async (): Promise<void> => {
    await store.commit([])
    await sink?.drained()
  }
  const track = async (fn: (...args: never) => unknown, input: unknown): Promise<unknown> => {
    const args = Array.isArray(input) ? input : [input]
    requireOpen()
    return keep(await callTracked(checkFunction(fn), input, () => fn(...(args as never)), store, systemClock))
  }
  const keep = async ({ row, isOk, outcome }: Awaited<ReturnType<typeof callTracked>>): Promise<unknown> => {
    await write([stored(row)])
    if (isOk) return outcome
    throw outcome
  }
  const complete = async (): Promise<void> => {
    await flush()
    const where = { run_id: runId }
    const findings = await addFindings(store, where, [...noticed.list(), ...(sink?.findings() ?? []), ...once.findings()])
    const set = { status: 'completed', ended_at: systemClock.now(), ...findings }
    await store.commit([{ type: 'update', table: 'runs', set, where }])
  }
  const isThere = async (): Promise<boolean> => (await store.tables()).includes(table)
  const close = async (): Promise<void> => {
    if (!isOpen) return
    isOpen = false
    try {
      await once.settled()
      await complete()
    } catch (error) {
      // Still open, so that closing it can be tried again.
      isOpen = true
      throw error
    }
    await release()
  }
  return {
    runId,
    // Not `async`: for a caller that never lets go of the thread nothing may wait for a row that is stored.
    log: row => {
      try {
        requireOpen()
        const whole = stored(checkRow(row, 'the row'))
        const logged = sink === null ? store.commit([change([whole])], { result: whole }) : write([whole]).then(() => whole)
        return logged as Promise<never>
      } catch (error) {
        return Promise.reject(error)
      }
    },
    logBatch: async rows => {
      if (!Array.isArray(rows)) throw new TypeError(`expected a list of rows, got ${String(rows)}`)
      await write(rows.map((row, i) => stored(checkRow(row, `row ${i}`))))
    },
    track: track as Tracker['track'],
    once: async (fn, input, options) => {
      requireOpen()
      return (await once.call(fn, input, options)) as never
    },
    wrap: fn => {
      const name = checkFunction(fn)
      const wrapped = async function (this: never, ...args: never) {
        requireOpen()
        return keep(await callTracked(name, args, () => fn.apply(this, args), store, systemClock))
      }
      return Object.defineProperty(wrapped, 'name', { value: name, configurable: true }) as never
    },
    setParams: async added => {
      const { params: more, found } = copyParams(added)
      warnSecretParams(found, noticed)
      params = { ...params, ...paramsColumns(more) }
      const own = Object.fromEntries(Object.entries(params).map(([column, value]) => [column.slice('params_'.length), value]))
      await store.commit([{ type: 'update', table: 'runs', set: { params: own }, where: { run_id: runId } }])
    },
    set: async (columns, options = {}) => {
      checkNames(options, ['where'], 'set()')
      const { where = {} } = options
      const set = checkRow(columns, 'the columns')
      return (await isThere()) ? whenSettled(store, () => store.set(table, set, { ...(where as Row), run_id: runId })) : 0
    },
    rows: async (options = {}) => {
      checkNames(options, ['where', 'tail'], 'rows()')
      const { where = {}, tail } = options
      if (tail !== undefined) checkRange({ tail })
      if (!(await isThere())) return []
      const rows = await Array.fromAsync(store.rows(table, { where: { ...(where as Row), run_id: runId } }))
      const sorted = key.length === 0 ? rows : sortByKey(rows, key)
      return tail === undefined ? sorted : sorted.slice(Math.max(0, sorted.length - tail))
    },
    asset: async (value: unknown, options?: AssetOptions) => {
      requireOpen()
      return (await storeAsset(store, value, options)) as never
    },
    flush,
    close,
    [Symbol.asyncDispose]: close,
  }
}

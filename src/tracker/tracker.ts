// A run of one's own: rows that survive as soon as they are acknowledged, for code that is not a benchmark file.
import { systemClock } from '../base/clock.ts'
import { AssayError } from '../base/errors.ts'
import { createRunId } from '../base/ids.ts'
import { environment } from '../measure/environment.ts'
import { openStore } from '../store/open.ts'
import type { Change, Row, Store } from '../store/store.ts'
import { gitState } from '../versioning/git.ts'
import { callTracked, checkFunction } from './calls.ts'
import { sortByKey } from './order.ts'
import { checkRow, checkTable, paramsColumns } from './row.ts'
import { markAborted } from './runs.ts'

export interface TrackerOptions {
  /** Default `events`. Any name but those of Assay's own tables. */
  readonly table?: string
  readonly name?: string
  readonly params?: object
  /** Continues this run if it exists. Default: a new, readable, unique id. */
  readonly runId?: string
  /** A row that equals an earlier one of this run in these columns replaces it: `['epoch']` makes a resumed loop exact. */
  readonly key?: readonly string[]
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
  /** The same parameters, name and `this`; returns a promise, because a row has to be durable first. */
  wrap<This, From extends readonly unknown[], To>(
    fn: (this: This, ...args: From) => To,
  ): (this: This, ...args: From) => Promise<Awaited<To>>
  /** Params of the run and of later rows. */
  setParams(params: object): Promise<void>
  /** Sets columns of this run's earlier rows: of all, or of those that match. Returns how many. */
  set(columns: object, options?: { readonly where?: object }): Promise<number>
  /** Rows of this run so far, by `key` or time. */
  rows(options?: { readonly where?: object; readonly tail?: number }): Promise<Row[]>
  /** Resolves when everything logged so far is stored. */
  flush(): Promise<void>
  close(): Promise<void>
}

/** Opens a run of one's own: for code that is not a benchmark file. Rows go to `events`, unless a table is named. */
export async function openTracker(location: string, options: TrackerOptions = {}): Promise<Tracker> {
  const table = checkTable(options.table ?? 'events')
  const store = await openStore(location, { mode: 'write' })
  try {
    await markAborted(store)
    const { runId, release } = await openRun(store, options)
    return createTracker(store, { runId, table, release, options })
  } catch (error) {
    await store.close()
    throw error
  }
}

/** Starts the run, or continues the one that is named, unless another process is at it. */
async function openRun(
  store: Store,
  { runId, name, params = {} }: TrackerOptions,
): Promise<{ runId: string; release: () => void }> {
  const id = runId ?? createRunId()
  if (await isThere(store, id)) {
    if (await store.isHeld(id)) {
      throw new AssayError(
        'run_in_use',
        `The run ${id} is open in another process.`,
        'wait until it is done, or start a run of your own without `runId`',
      )
    }
    const release = await store.hold(id)
    await store.commit([
      { type: 'update', table: 'runs', set: { status: 'running', ended_at: null, params }, where: { run_id: id } },
    ])
    return { runId: id, release }
  }
  const release = await store.hold(id)
  const about = {
    benchmark: name ?? null,
    started_at: systemClock.now(),
    dev: false,
    git: await gitState(),
    environment: environment(),
  }
  await store.commit([{ type: 'insert', table: 'runs', rows: [{ run_id: id, ...about, status: 'running', params }] }])
  return { runId: id, release }
}

async function isThere(store: Store, runId: string): Promise<boolean> {
  return (await store.count('runs', { where: { run_id: runId } })) > 0
}

interface Opened {
  readonly runId: string
  readonly table: string
  readonly release: () => void
  readonly options: TrackerOptions
}

async function createTracker(store: Store, { runId, table, release, options }: Opened): Promise<Tracker> {
  const key = options.key ?? []
  let params = paramsColumns(options.params ?? {})
  let next = await nextRow(store, table, runId)
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
  const write = async (rows: readonly Row[]): Promise<void> => {
    if (!isOpen) throw new TypeError(`expected the tracker of ${runId} to be open, but it was closed`)
    await store.commit([change(rows)])
  }
  const track = async (fn: (...args: never) => unknown, input: unknown): Promise<unknown> => {
    const args = Array.isArray(input) ? input : [input]
    return keep(await callTracked(checkFunction(fn), input, () => fn(...(args as never)), systemClock))
  }
  const keep = async ({ row, isOk, outcome }: Awaited<ReturnType<typeof callTracked>>): Promise<unknown> => {
    await write([stored(row)])
    if (isOk) return outcome
    throw outcome
  }
  const close = async (): Promise<void> => {
    if (!isOpen) return
    isOpen = false
    const set = { status: 'completed', ended_at: systemClock.now() }
    await store.commit([{ type: 'update', table: 'runs', set, where: { run_id: runId } }])
    release()
    await store.close()
  }
  return {
    runId,
    log: async row => {
      const whole = stored(checkRow(row, 'the row'))
      await write([whole])
      return whole as never
    },
    logBatch: rows => write(rows.map((row, i) => stored(checkRow(row, `row ${i}`)))),
    track: track as Tracker['track'],
    wrap: fn => {
      const name = checkFunction(fn)
      const wrapped = async function (this: never, ...args: never) {
        return keep(await callTracked(name, args, () => fn.apply(this, args), systemClock))
      }
      return Object.defineProperty(wrapped, 'name', { value: name, configurable: true }) as never
    },
    setParams: async added => {
      params = { ...params, ...paramsColumns(added) }
      const own = Object.fromEntries(Object.entries(params).map(([column, value]) => [column.slice('params_'.length), value]))
      await store.commit([{ type: 'update', table: 'runs', set: { params: own }, where: { run_id: runId } }])
    },
    set: async (columns, { where = {} } = {}) => {
      const set = checkRow(columns, 'the columns')
      return next === 0 ? 0 : store.set(table, set, { ...(where as Row), run_id: runId })
    },
    rows: async ({ where = {}, tail } = {}) => {
      if (next === 0) return []
      const rows = await Array.fromAsync(store.rows(table, { where: { ...(where as Row), run_id: runId } }))
      const sorted = key.length === 0 ? rows : sortByKey(rows, key)
      return tail === undefined ? sorted : sorted.slice(Math.max(0, sorted.length - tail))
    },
    flush: () => store.commit([]),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** One past the highest number of this run's rows, which a continued run goes on from. */
async function nextRow(store: Store, table: string, runId: string): Promise<number> {
  if (!(await store.tables()).includes(table)) return 0
  let highest = -1
  for await (const { row_id: id } of store.rows(table, { where: { run_id: runId }, columns: ['row_id'] })) {
    highest = Math.max(highest, Number(String(id).slice(runId.length + 1)))
  }
  return highest + 1
}

// Rows of a store, narrowed down step by step and read when they are iterated.
import { isEqual } from '../base/equal.ts'
import { checkNames } from '../base/options.ts'
import { type DeclaredRows, type Named, declaredBy } from '../record/benchmark.ts'
import type { Row } from '../store/store.ts'

/** What a selection keeps: rows of a run, of some params, with some values. */
export interface Filter {
  readonly run?: string | undefined
  readonly params?: Readonly<Record<string, unknown>> | ((params: never) => boolean)
  readonly where?: Row
}

/** Rows by run, params and columns. Read when iterated, once each time. */
export interface Selection<R, P, M extends string> extends AsyncIterable<R>, Named<M> {
  readonly [declaredBy]: DeclaredRows | null
  select(by: { readonly run?: string; readonly params?: Selector<P>; readonly where?: Partial<R> }): Selection<R, P, M>
  rows(): Promise<R[]>
}

/** The params that have all these values (or one of a list), or that pass. */
export type Selector<T> = { readonly [K in AllKeys<T>]?: Get<T, K> | readonly Get<T, K>[] } | ((params: T) => boolean)
/** The keys of every member of a union, and what is under one: `null` where a member lacks it. */
export type AllKeys<T> = T extends unknown ? keyof T & string : never
export type Get<T, K extends PropertyKey> = T extends unknown
  ? K extends keyof T
    ? Exclude<T[K], undefined> | (undefined extends T[K] ? null : never)
    : null
  : never

/** A selection over whatever `read` gives for the filters so far; each filter narrows the one before. */
export function createSelection<R, P, M extends string>(
  read: (filters: readonly Filter[]) => AsyncIterable<Row>,
  declaration: DeclaredRows | null = null,
  filters: readonly Filter[] = [],
): Selection<R, P, M> {
  return {
    // Metrics are asked for by their names.
    [declaredBy]: declaration,
    select: by => {
      checkNames(by, ['run', 'params', 'where'], 'select()')
      return createSelection(read, declaration, [...filters, by as Filter])
    },
    rows: async (options: object = {}) => {
      checkNames(options, [], 'rows() of a selection, which has none')
      return Array.fromAsync(read(filters) as AsyncIterable<R>)
    },
    [Symbol.asyncIterator]: () => (read(filters) as AsyncIterable<R>)[Symbol.asyncIterator](),
  }
}

/** The columns that all rows must equal. What only a function or a list can say is left to `passes`. */
export function whereOf(filters: readonly Filter[]): Row {
  const where: Row = {}
  for (const { run, params, where: columns } of filters) {
    if (run !== undefined) where['run_id'] = run
    Object.assign(where, columns)
    if (typeof params === 'object') {
      for (const [key, value] of Object.entries(params)) if (!Array.isArray(value)) where[`params_${key}`] = value
    }
  }
  return where
}

/** Whether a row passes every filter, conditions that the store could not check included. */
export function passes(row: Row, filters: readonly Filter[]): boolean {
  return filters.every(
    ({ run, params, where }) =>
      (run === undefined || row['run_id'] === run) && passesWhere(row, where) && passesParams(row, params),
  )
}

function passesWhere(row: Row, where: Row = {}): boolean {
  return Object.entries(where).every(([key, value]) => isEqual(row[key] ?? null, value))
}

function passesParams(row: Row, params: Filter['params']): boolean {
  if (params === undefined) return true
  if (typeof params === 'function') return params(paramsOf(row) as never)
  return Object.entries(params).every(([key, wanted]) => {
    const value = row[`params_${key}`] ?? null
    return isEqual(value, wanted) || (Array.isArray(wanted) && wanted.some(one => isEqual(value, one)))
  })
}

/** The params of a row, under their own names. */
export function paramsOf(row: Row): Row {
  const entries = Object.entries(row).filter(([key]) => key.startsWith('params_'))
  return Object.fromEntries(entries.map(([key, value]) => [key.slice('params_'.length), value]))
}

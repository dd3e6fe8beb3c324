// Rows of a store, narrowed down step by step and read when they are iterated.
import { isDeepStrictEqual } from 'node:util'
import type { Row } from '../store/store.ts'

/** What a selection keeps: rows of a run, of some params, with some values. */
export interface Filter {
  readonly run?: string
  readonly params?: Readonly<Record<string, unknown>> | ((params: never) => boolean)
  readonly where?: Row
}

/** Rows by run, params and columns. Read when iterated, once each time. */
export interface Selection<R, P> extends AsyncIterable<R> {
  select(by: { readonly run?: string; readonly params?: ParamsFilter<P>; readonly where?: Partial<R> }): Selection<R, P>
  rows(): Promise<R[]>
}

type ParamsFilter<P> = { readonly [K in keyof P]?: P[K] | readonly P[K][] } | ((params: P) => boolean)

/** A selection over whatever `read` gives for the filters so far; each filter narrows the one before. */
export function createSelection<R, P>(
  read: (filters: readonly Filter[]) => AsyncIterable<Row>,
  filters: readonly Filter[] = [],
): Selection<R, P> {
  return {
    select: by => createSelection(read, [...filters, by as Filter]),
    rows: () => Array.fromAsync(read(filters) as AsyncIterable<R>),
    [Symbol.asyncIterator]: () => (read(filters) as AsyncIterable<R>)[Symbol.asyncIterator](),
  }
}

/** The columns that all rows must equal, for the store; what only a function can say is left to `passes`. */
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
  return filters.every(({ params, where }) => passesWhere(row, where) && passesParams(row, params))
}

function passesWhere(row: Row, where: Row = {}): boolean {
  return Object.entries(where).every(([key, value]) => isDeepStrictEqual(row[key] ?? null, value))
}

function passesParams(row: Row, params: Filter['params']): boolean {
  if (params === undefined) return true
  if (typeof params === 'function') return params(paramsOf(row) as never)
  return Object.entries(params).every(([key, wanted]) => {
    const value = row[`params_${key}`] ?? null
    return isDeepStrictEqual(value, wanted) || (Array.isArray(wanted) && wanted.some(one => isDeepStrictEqual(value, one)))
  })
}

/** The params of a row, under their own names. */
export function paramsOf(row: Row): Row {
  const entries = Object.entries(row).filter(([key]) => key.startsWith('params_'))
  return Object.fromEntries(entries.map(([key, value]) => [key.slice('params_'.length), value]))
}

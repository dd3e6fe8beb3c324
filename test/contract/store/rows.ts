// Writes and reads rows of `metrics`, the table with the fewest columns of its own, for the tests of the store's contract.
import type { Query, Row, Store } from '../../../src/store/store.ts'

/** The columns of `metrics` that every row has. */
const fixed = ['run_id', 'benchmark']

export function insert(store: Store, rows: readonly Row[]): Promise<void> {
  return store.commit([{ type: 'insert', table: 'metrics', rows }])
}

/** Rows without the columns that they all have. */
export async function read(store: Store, query: Query = {}): Promise<Row[]> {
  return Array.fromAsync(store.rows('metrics', query), row => {
    for (const key of fixed) if (row[key] === null) delete row[key]
    return row
  })
}

/** The values of one key, in order. */
export async function valuesOf(store: Store, key: string, query: Query = {}): Promise<unknown[]> {
  return Array.fromAsync(store.rows('metrics', query), row => row[key])
}

/** Registers a test that gets a new store, which must be sound after it. */
export type StoreTest = (title: string, body: (store: Store) => Promise<void>) => void

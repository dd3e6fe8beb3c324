// Gets hold of the connection that a store works on, which it shows to nobody, to take away its disk or make its calls fail.
import { DatabaseSync } from 'node:sqlite'
import type { TestContext } from 'node:test'
import type { Store } from '../../src/store/store.ts'
import { openStore } from '../../src/store/open.ts'

export interface Tapped {
  readonly store: Store
  readonly database: DatabaseSync
}

/** A store and the connection that it writes on. */
export async function openTapped(t: TestContext, location: string): Promise<Tapped> {
  const { exec } = DatabaseSync.prototype
  const seen = new Set<DatabaseSync>()
  const tap = t.mock.method(DatabaseSync.prototype, 'exec', function (this: DatabaseSync, sql: string) {
    seen.add(this)
    exec.call(this, sql)
  })
  const store = await openStore(location, { mode: 'write' })
  tap.mock.restore()
  const [database] = seen
  if (database === undefined || seen.size !== 1) throw new Error(`expected one connection, got ${seen.size}`)
  return { store, database }
}

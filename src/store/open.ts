// Opens the store that a location names; whatever it is, the rest of the house sees a Store.
import type { Store } from './store.ts'

/** `read` makes nothing and changes nothing. */
export async function openStore(location: string, options: { readonly mode: 'read' | 'write' }): Promise<Store> {
  const { openSqliteStore } = await import('./sqlite/store.ts')
  return openSqliteStore(location, options)
}

/** For writing into a store that exists: makes none. */
export async function openExisting(location: string): Promise<Store> {
  await (await openStore(location, { mode: 'read' })).close()
  return openStore(location, { mode: 'write' })
}

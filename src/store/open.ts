// Opens the store that a location names; whatever it is, the rest of the house sees a Store.
import type { Store } from './store.ts'

/** `read` makes nothing and changes nothing. */
export async function openStore(location: string, options: { readonly mode: 'read' | 'write' }): Promise<Store> {
  const { openSqliteStore } = await import('./sqlite/store.ts')
  return openSqliteStore(location, options)
}

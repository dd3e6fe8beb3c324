// Holds what is stored once by its digest (items, params, inputs) against that digest.
import { digest, digestText } from '../../identity/digest.ts'
import type { Row, Store } from '../../store/store.ts'
import type { Verifying } from './verifying.ts'

/** Columns that an item may have had without a value: each doubles what is tried before its digest is said to differ. */
const mostAbsent = 10

/** Of the whole database: runs share these rows. */
export async function verifyInterned(store: Store, verifying: Verifying): Promise<void> {
  for (const table of ['assay_params', 'assay_inputs']) {
    for await (const row of store.rows(table, { columns: ['digest', 'value'] })) {
      verifying.looked(1)
      if (digestText(String(row['value'])) !== row['digest']) differs(table, row['digest'], verifying)
    }
  }
  await verifyItems(store, verifying)
}

/** Items with the same columns: how many are what their digest is of, and those that are not. */
interface Alike {
  sound: number
  readonly odd: unknown[]
}

/** A field that was `undefined` in every item left no column: then no item of its kind can be told by its digest. */
async function verifyItems(store: Store, verifying: Verifying): Promise<void> {
  const columns = (await store.columns('assay_items')).map(({ key }) => key)
  const kinds = new Map<string, Alike>()
  for await (const row of store.rows('assay_items', { columns: [...columns, 'digest'] })) {
    verifying.looked(1)
    const kind = JSON.stringify(Object.keys(row).sort())
    const alike = kinds.get(kind) ?? { sound: 0, odd: [] }
    kinds.set(kind, alike)
    if (isItem(row, columns)) alike.sound++
    else alike.odd.push(row['digest'])
  }
  for (const { sound, odd } of kinds.values()) {
    for (const digest of odd) {
      if (sound > 0) differs('assay_items', digest, verifying)
      else cannot(digest, verifying)
    }
  }
}

function cannot(digest: unknown, verifying: Verifying): void {
  const message = 'items hold fields without a value, which have no column, so their digest cannot be computed again'
  verifying.cannot('items', 'all', message, 'give the benchmark: its data are held against them', { digest })
}

/** Whether the item that these columns were made of has their digest. A field that was there and `undefined` left no cell. */
function isItem({ digest: stored, ...columns }: Row, keys: readonly string[]): boolean {
  if (Object.hasOwn(columns, 'item')) return digest(columns['item']) === stored
  const fields = (own: Row) => Object.fromEntries(Object.entries(own).map(([key, value]) => [key.slice('item_'.length), value]))
  const absent = keys.filter(key => key.startsWith('item_') && !Object.hasOwn(columns, key))
  const subsets = 2 ** Math.min(absent.length, mostAbsent)
  for (let subset = 0; subset < subsets; subset++) {
    const unsaid = absent.filter((_, i) => (subset >> i) % 2 === 1).map(key => [key, undefined] as const)
    if (digest(fields({ ...columns, ...Object.fromEntries(unsaid) })) === stored) return true
  }
  return false
}

function differs(table: string, digest: unknown, verifying: Verifying): void {
  verifying.wrong(`${table}-digest`, 'all', `rows of \`${table}\` are not what their digest is of`, { digest })
}

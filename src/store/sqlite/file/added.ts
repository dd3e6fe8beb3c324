// Tells the columns that `set` added to a measured table from those that hold what was measured, so that neither gets the other's values.
import { AssayError } from '../../../base/errors.ts'
import type { Column, Columns } from '../../../record/columns.ts'
import { viewSources } from '../../tables.ts'

/** A column as the map of columns has it: also whether `set` added it to a measured table. */
export type Known = Column & { readonly isAdded?: boolean }

/** Tables whose columns hold what was measured: `set` may add some, and change only those. */
export const measuredTables: ReadonlySet<string> = new Set(['assay_predictions'])

interface Parts {
  readonly measured: Columns
  readonly added: ReadonlySet<string>
}

const parts = new WeakMap<Columns, Parts>()

/** Worked out once for each state of a table: a writer asks for every row. */
function partsOf(columns: Columns): Parts {
  const known = parts.get(columns)
  if (known !== undefined) return known
  const added = new Set([...columns.values()].filter((column: Known) => column.isAdded).map(column => column.key))
  const measured = added.size === 0 ? columns : new Map([...columns].filter(([key]) => !added.has(key)))
  parts.set(columns, { measured, added })
  return { measured, added }
}

/** The columns without those that `set` added; the same map as long as nothing changes. */
export function measuredColumns(columns: Columns): Columns {
  return partsOf(columns).measured
}

/** Keys of the columns that `set` added. */
export function addedKeys(columns: Columns): ReadonlySet<string> {
  return partsOf(columns).added
}

export function columnTaken(table: string, key: string, why: string): AssayError {
  const name = Object.keys(viewSources).find(view => viewSources[view] === table) ?? table
  return new AssayError('column_taken', `The column \`${key}\` of ${name} ${why}.`, 'take another name')
}

// Finds the columns that rows really have, in one scan of them.
import type { DatabaseSync } from 'node:sqlite'
import { quoteName } from '../../../record/names.ts'
import { parseOdd } from '../../../record/rows.ts'
import type { SqlValue } from '../../../record/types.ts'
import type { Row } from '../../store.ts'
import type { Catalog } from '../file/catalog.ts'
import { machineryOf } from './cell-sql.ts'
import { inSnapshot } from '../file/connection.ts'
import { type Scope, createScope, readScope } from './scope.ts'

/** Keys that at least one of the rows has, in the order of the columns. */
export function presentKeys(database: DatabaseSync, catalog: Catalog, table: string, where: Row = {}): string[] {
  return inSnapshot(database, () => {
    const scope = createScope(database, catalog, table, where)
    const { columns, from } = scope
    const own = columns.filter(({ place, isFixed }) => place === 'own' && !isFixed)
    const select = ['COUNT(*)', ...own.map(({ name }) => `MAX(${quoteName(name)} IS NOT NULL)`)]
    const [[rows, ...found] = []] = [...readScope(database, scope, `SELECT ${select.join(', ')} ${from}`)]
    if (Number(rows) === 0) return []
    const keys = new Set(own.filter((_, i) => Number(found[i]) === 1).map(({ key }) => key))
    for (const key of unseenKeys(database, scope)) keys.add(key)
    return columns.filter(({ key, isFixed }) => isFixed || keys.has(key)).map(({ key }) => key)
  })
}

/** Keys whose values are stored as NULL, and keys past the limit: both stand in JSON texts of the row. */
function* unseenKeys(database: DatabaseSync, scope: Scope): Generator<string> {
  const machinery = scope.columns.map(({ key, place }) => ({ ...machineryOf(key, scope.table), place }))
  for (const odd of new Set(machinery.map(column => column.odd))) {
    for (const text of textsOf(database, scope, odd, 'DISTINCT')) yield* Object.keys(parseOdd(text) ?? {})
  }
  for (const more of new Set(machinery.filter(({ place }) => place === 'more').map(column => column.more))) {
    for (const text of textsOf(database, scope, more, 'ALL')) yield* Object.keys(JSON.parse(String(text)) as object)
  }
}

function* textsOf(database: DatabaseSync, scope: Scope, column: string, kept: 'DISTINCT' | 'ALL'): Generator<SqlValue> {
  for (const [text = null] of readScope(database, scope, `SELECT ${kept} ${column} ${scope.from} AND ${column} IS NOT NULL`))
    yield text
}

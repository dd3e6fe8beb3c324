// Turns a result into columns, and says which of its keys had to move aside.
import { isPlainObject } from '../../base/keys.ts'
import { resultKey } from '../../record/reserved.ts'

/** The columns of a result: a plain object's keys, else `prediction`. `added` are columns that `set` made, where no result goes. */
export function resultColumns(
  result: unknown,
  added: ReadonlySet<string>,
): {
  readonly columns: Record<string, unknown>
  readonly renamed: readonly string[]
} {
  if (!isPlainObject(result)) return { columns: { prediction: result }, renamed: [] }
  const renamed: string[] = []
  const entries = Object.entries(result).map(([key, value]) => {
    const column = resultKey(key, added)
    if (column !== key) renamed.push(key)
    return [column, value] as const
  })
  return { columns: Object.fromEntries(entries), renamed }
}

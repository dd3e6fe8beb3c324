// Turns a result into columns, and says which of its keys had to move aside.
import { isPlainObject } from '../base/keys.ts'
import { resultKey } from '../record/reserved.ts'

/** The columns of a result: a plain object's keys, else `prediction`. */
export function resultColumns(result: unknown): {
  readonly columns: Record<string, unknown>
  readonly renamed: readonly string[]
} {
  if (!isPlainObject(result)) return { columns: { prediction: result }, renamed: [] }
  const renamed: string[] = []
  const entries = Object.entries(result).map(([key, value]) => {
    const column = resultKey(key)
    if (column !== key) renamed.push(key)
    return [column, value] as const
  })
  return { columns: Object.fromEntries(entries), renamed }
}

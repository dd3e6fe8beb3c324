// Plain data as JSON text; what JSON lacks is tagged, so that no value turns into another.
import { toTagged } from '../record/tagged.ts'

export function renderJson(value: unknown): string {
  return JSON.stringify(toTagged(value))
}

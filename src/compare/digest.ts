// Tells whether two rows hold the same item, by a digest of its columns.
import { hash } from 'node:crypto'
import type { MetricRow } from '../metrics/metric.ts'
import { encodeTagged } from '../record/tagged.ts'

/** Digits of the digest that a number holds without rounding: 48 bits. */
const digits = 12

/** Of all columns `item` and `item_*` that hold something, by name; `null` for a row without any. */
export function digestOfCells(row: MetricRow): number | null {
  const keys: string[] = []
  for (const key in row) if ((key === 'item' || key.startsWith('item_')) && (row[key] ?? null) !== null) keys.push(key)
  if (keys.length === 0) return null
  const text = keys.sort().map(key => `${key}=${encodeTagged(row[key])}`)
  return Number.parseInt(hash('sha256', text.join('\n')).slice(0, digits), 16)
}

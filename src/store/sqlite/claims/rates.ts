// Whose turn is when, for everybody who shares a rate: each reservation moves the next one's time.
import type { DatabaseSync } from 'node:sqlite'

/** To be called inside a write transaction. Milliseconds until the turn that is reserved begins. */
export function reserveTurn(database: DatabaseSync, rate: string, lengthMs: number, nowMs: number): number {
  const row = database.prepare('SELECT next_at_ms FROM assay_rates WHERE rate = ?').get(rate)
  const at = Math.max(nowMs, Number(row?.['next_at_ms'] ?? 0))
  if (lengthMs > 0) {
    database
      .prepare(
        'INSERT INTO assay_rates (rate, next_at_ms) VALUES (?, ?) ON CONFLICT (rate) DO UPDATE SET next_at_ms = excluded.next_at_ms',
      )
      .run(rate, at + lengthMs)
  }
  return at - nowMs
}

// Reads back what stored datapoints were made of, so that one can be found by its first digits and compared with another.
import type { DatapointParts } from '../identity/datapoint.ts'
import type { Store } from '../store/store.ts'

/** A stored datapoint: its parts, and where its result comes from. */
export interface KnownDatapoint {
  readonly parts: DatapointParts
  /** The number of the encoding that its key was made in. */
  readonly encoding: number
  /** The run that executed it. */
  readonly producedBy: string
  /** The key under which its result stood before, and why it was taken over. */
  readonly adopted: { readonly from: string; readonly reason: string } | null
}

const partNames = ['name', 'code', 'files', 'train', 'input', 'params'] as const
const columns = ['datapoint', 'encoding', ...partNames, 'trial', 'produced_by', 'adopted_from', 'adopted_reason']

/** By key; one that the ledger does not hold is absent. */
export async function findDatapoints(store: Store, keys: readonly string[]): Promise<Map<string, KnownDatapoint>> {
  const found = new Map<string, KnownDatapoint>()
  for await (const row of store.rows('assay_ledger', { columns, in: { key: 'datapoint', values: keys } })) {
    const texts = Object.fromEntries(partNames.map(name => [name, String(row[name] ?? '')]))
    const from = row['adopted_from'] ?? null
    found.set(String(row['datapoint']), {
      parts: { ...(texts as Record<(typeof partNames)[number], string>), trial: Number(row['trial']) },
      encoding: Number(row['encoding']),
      producedBy: String(row['produced_by']),
      adopted: from === null ? null : { from: String(from), reason: String(row['adopted_reason']) },
    })
  }
  return found
}

/** Keys that begin with these hexadecimal digits, at most three, in order. */
export async function findKeys(store: Store, digits: string): Promise<string[]> {
  const query = 'SELECT datapoint FROM assay_ledger WHERE datapoint >= ? AND datapoint < ? ORDER BY datapoint LIMIT 3'
  const { rows } = await store.sql(query, [digits, `${digits}g`])
  return rows.map(([key]) => String(key))
}

/** A datapoint that somebody is at, or was at when it went away, and that has no outcome. */
export interface Started {
  readonly datapoint: string
  /** The run that began to execute it; `null` where that is not known any more. */
  readonly runId: string | null
  /** It went away without an outcome. */
  readonly isCutOff: boolean
}

/** The one that was started last of those whose keys begin with these hexadecimal digits; `null` for none. */
export async function findStarted(store: Store, digits: string): Promise<Started | null> {
  const query = `SELECT datapoint, holder FROM assay_claims WHERE datapoint >= ? AND datapoint < ?
    AND datapoint NOT IN (SELECT datapoint FROM assay_ledger) ORDER BY claimed_at DESC LIMIT 1`
  const { rows } = await store.sql(query, [digits, `${digits}g`])
  const [[key, holder] = []] = rows
  if (key === undefined) return null
  const datapoint = String(key)
  const isCutOff = (await store.datapoints.cutOff([datapoint])).has(datapoint)
  return { datapoint, runId: holder === '' ? null : String(holder), isCutOff }
}

/** The key that agrees with these digits for longest, if it does for at least three. */
export async function nearestKey(store: Store, digits: string): Promise<string | null> {
  const query = `SELECT MAX(datapoint) FROM assay_ledger WHERE datapoint <= ?
    UNION ALL SELECT MIN(datapoint) FROM assay_ledger WHERE datapoint >= ?`
  const { rows } = await store.sql(query, [digits, digits])
  const keys = rows.flatMap(([key]) => (typeof key === 'string' ? [key] : []))
  const ranked = keys.map(key => ({ key, agrees: commonLength(key, digits) })).sort((a, b) => b.agrees - a.agrees)
  const [best] = ranked
  return best !== undefined && best.agrees >= 3 ? best.key : null
}

function commonLength(a: string, b: string): number {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return length
}

/** The texts of inputs by their digests; one that was never executed is absent. */
export async function findInputs(store: Store, digests: readonly string[]): Promise<Map<string, string>> {
  const rows = await Array.fromAsync(store.rows('assay_inputs', { in: { key: 'digest', values: digests } }))
  return new Map(rows.map(row => [String(row['digest']), String(row['value'])]))
}

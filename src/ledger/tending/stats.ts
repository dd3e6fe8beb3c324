// Counts what the cache did for the rows of a database, and what its ledger holds.
import { plainOf } from '../../identity/read.ts'
import { openStore } from '../../store/open.ts'
import type { Store } from '../../store/store.ts'

/** Rows of `predictions` by where their results came from. */
export interface CacheCounts {
  readonly rows: number
  readonly computed: number
  /** Replayed from the ledger. */
  readonly hit: number
  /** Executed although there was a result. */
  readonly bypassed: number
  /** Executed without a ledger. */
  readonly off: number
}

export interface CacheStats extends CacheCounts {
  /** In the order of the benchmarks and of the texts of their params. */
  readonly byParams: readonly (CacheCounts & { readonly benchmark: string; readonly params: unknown })[]
  /** Why rows were executed, the most frequent reason first. */
  readonly reasons: readonly { readonly cache: string; readonly reason: string; readonly count: number }[]
  /** What the hits took when they were computed; `null` where it is known of none, and `unknown` says of how many it is not. */
  readonly saved: {
    readonly durationMs: number | null
    readonly durationUnknown: number
    readonly costUsd: number | null
    readonly costUnknown: number
  }
  readonly ledger: {
    readonly results: number
    readonly failures: number
    readonly deleted: number
    /** Executed by somebody at this moment. */
    readonly inFlight: number
    /** Of results, inputs and messages, as they are stored; without assets. */
    readonly bytes: number
  }
  /** Other ledgers, in which runs of this database keep their results. */
  readonly otherLedgers: readonly string[]
}

/** Reads every row's column `cache`, in the engine. */
export async function cacheStats(location: string): Promise<CacheStats> {
  await using store = await openStore(location, { mode: 'read' })
  const [total] = await counts(store, 'NULL', 'NULL', '')
  const { rows: reasons } = await store.sql(
    `SELECT cache, cache_reason, COUNT(*) FROM assay_predictions WHERE cache_reason IS NOT NULL
      GROUP BY cache, cache_reason ORDER BY COUNT(*) DESC, cache, cache_reason`,
  )
  const { rows: ledgers } = await store.sql('SELECT DISTINCT ledger FROM runs WHERE ledger IS NOT NULL ORDER BY 1')
  const { benchmark: _, params: __, ...whole } = total as Counted
  return {
    ...whole,
    byParams: await counts(store, 'p.benchmark', 'c.value', 'GROUP BY 1, 2 ORDER BY 1, 2'),
    reasons: reasons.map(([cache, reason, count]) => ({ cache: String(cache), reason: String(reason), count: Number(count) })),
    saved: await savedBy(store),
    ledger: await sizeOf(store),
    otherLedgers: ledgers.map(([ledger]) => String(ledger)),
  }
}

type Counted = CacheStats['byParams'][number]

async function counts(store: Store, benchmark: string, params: string, group: string): Promise<Counted[]> {
  const { rows } = await store.sql(
    `SELECT ${benchmark}, ${params}, COUNT(*), ${['computed', 'hit', 'bypassed', 'off'].map(countOf).join(', ')}
      FROM assay_predictions p LEFT JOIN assay_params c ON c.assay_row = p.assay_params ${group}`,
  )
  return rows.map(([benchmark, text, ...numbers]) => {
    const [all = 0, computed = 0, hit = 0, bypassed = 0, off = 0] = numbers.map(Number)
    const params = plainOf(String(text))?.value ?? String(text)
    return { benchmark: String(benchmark), params, rows: all, computed, hit, bypassed, off }
  })
}

function countOf(cache: string): string {
  return `COUNT(CASE WHEN p.cache = '${cache}' THEN 1 END)`
}

async function savedBy(store: Store): Promise<CacheStats['saved']> {
  const { rows } = await store.sql(
    "SELECT COUNT(*), SUM(duration_ms), COUNT(duration_ms), SUM(cost_usd), COUNT(cost_usd) FROM assay_predictions WHERE cache = 'hit'",
  )
  const [hits, ms, knownMs, usd, knownUsd] = rows[0] ?? []
  return {
    durationMs: ms === null ? null : Number(ms),
    durationUnknown: Number(hits) - Number(knownMs),
    costUsd: usd === null ? null : Number(usd),
    costUnknown: Number(hits) - Number(knownUsd),
  }
}

async function sizeOf(store: Store): Promise<CacheStats['ledger']> {
  const { rows } = await store.sql(
    `SELECT COUNT(CASE WHEN status IN ('ok', 'skipped') THEN 1 END), COUNT(CASE WHEN status = 'deleted' THEN 1 END), COUNT(*),
      COALESCE(SUM(OCTET_LENGTH(COALESCE(result, '')) + OCTET_LENGTH(COALESCE(error, ''))), 0),
      (SELECT COALESCE(SUM(OCTET_LENGTH(value)), 0) FROM assay_inputs) FROM assay_ledger`,
  )
  const [results = 0, deleted = 0, all = 0, outcomes = 0, inputs = 0] = (rows[0] ?? []).map(Number)
  const inFlight = await store.datapoints.inFlight()
  return { results, failures: all - results - deleted, deleted, inFlight, bytes: outcomes + inputs }
}

// Holds the counts in a run's line against its rows.
import type { Store } from '../../store/store.ts'
import type { AuditedRun } from './audited-run.ts'
import { isSameCell } from './cells.ts'
import type { Verifying } from './verifying.ts'

const counted = ['executed', 'replayed', 'failed', 'skipped'] as const

export async function verifyCounts(store: Store, run: AuditedRun, verifying: Verifying): Promise<void> {
  const { rows } = await store.sql(
    `SELECT COUNT(*), COUNT(CASE WHEN cache <> 'hit' THEN 1 END), COUNT(CASE WHEN cache = 'hit' THEN 1 END),
      COUNT(CASE WHEN status NOT IN ('ok', 'skipped') THEN 1 END), COUNT(CASE WHEN status = 'skipped' THEN 1 END)
      FROM assay_predictions WHERE run_id = ?`,
    [run.id],
  )
  const [all = 0, executed = 0, replayed = 0, failed = 0, skipped = 0] = (rows[0] ?? []).map(Number)
  const actual = { executed, replayed, failed, skipped }
  verifying.looked(counted.length + 2)
  for (const column of counted) {
    const stored = run.row[column] ?? null
    if (!isSameCell(stored, actual[column]))
      verifying.differs('runs', column, run.id, { stored, computed: actual[column] }, 'its rows')
  }
  const { status, declared } = run.row
  if (run.items === null || all > run.planned || (status === 'completed' && all !== run.planned))
    verifying.differs('runs', 'planned', run.id, { stored: run.planned, rows: all }, 'its rows')
  if (Number(declared) < run.planned || (status === 'completed' && declared !== run.planned))
    verifying.differs('runs', 'declared', run.id, { stored: declared, planned: run.planned }, 'what it planned')
}

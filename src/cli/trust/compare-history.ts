// What a database knows of the earlier runs of a comparison: which of its items there were by then.
import { isPlainObject } from '../../base/keys.ts'
import type { History } from '../../compare/looks.ts'
import { openReader } from '../../tracker/reader.ts'
import { type Place, type Run, isOf, paramsOf } from './compare-places.ts'

/** Earlier runs count where both sides are params of one run: those of the same code that hold both and ended by themselves. */
export async function historyOf(
  db: string,
  { baseline, candidate }: { readonly baseline: Place; readonly candidate: Place },
  all: readonly Run[],
): Promise<History> {
  const own = [baseline, candidate].map(place => all.find(row => row['run_id'] === place.run) ?? {})
  const [run = {}] = own
  const current = { runId: candidate.run, isSample: own.every(isSample) }
  if (baseline.run !== candidate.run || baseline.params === null || candidate.params === null)
    return { run: current, earlier: [] }
  const wanted = [baseline.params, candidate.params]
  await using reader = await openReader(db, { table: 'metrics' })
  const held = await reader.rows()
  const isEarlier = (row: Run) =>
    row['benchmark'] === run['benchmark'] &&
    row['code'] === run['code'] &&
    Number(row['started_at']) < Number(run['started_at']) &&
    (row['status'] === 'completed' || row['status'] === 'partial')
  const isWhole = (row: Run) => {
    const params = held.filter(one => one['run_id'] === row['run_id']).map(paramsOf)
    return wanted.every(one => params.some(other => isOf(one, other)))
  }
  const earlier: History['earlier'][number][] = []
  for (const row of all.filter(row => isEarlier(row) && isWhole(row))) {
    const query = 'SELECT DISTINCT input_id FROM predictions WHERE run_id = ?'
    const ids = await reader.sql<{ input_id: unknown }>(query, [row['run_id']])
    const items = new Set(ids.map(({ input_id }) => String(input_id)))
    earlier.push({ runId: String(row['run_id']), isSample: isSample(row), items })
  }
  return { run: current, earlier }
}

function isSample({ selection }: Run): boolean {
  return isPlainObject(selection) && typeof selection['sample'] === 'number'
}

// Adds what a tracker noticed to the findings of its run, which may have some from before it was continued.
import type { Finding } from '../base/findings.ts'
import type { Row, Store } from '../store/store.ts'

/** The column `findings` of the run; nothing to set where nothing was noticed. */
export async function addFindings(
  store: Store,
  where: Row,
  found: readonly Finding[],
): Promise<{ readonly findings?: readonly Finding[] }> {
  if (found.length === 0) return {}
  const [run] = await Array.fromAsync(store.rows('runs', { where }))
  const before = (run?.['findings'] ?? []) as readonly Finding[]
  const countBefore = (id: string) => before.find(finding => finding.id === id)?.count ?? 0
  const others = before.filter(({ id }) => !found.some(finding => finding.id === id))
  return { findings: [...others, ...found.map(finding => ({ ...finding, count: finding.count + countBefore(finding.id) }))] }
}

// Remembers which identities of code a benchmark had, and what each was made of, so that a change can be named.
import type { Clock } from '../base/clock.ts'
import type { Change, Store } from '../store/store.ts'

/** An identity of code that runs used. `parts` is null where only the whole is known. */
export interface KnownCode {
  readonly code: string
  readonly files: string
  readonly parts: Readonly<Record<string, string>> | null
  readonly firstSeenAt: Date
}

/** Of this benchmark, newest first. */
export async function knownCodes(store: Store, name: string): Promise<KnownCode[]> {
  const rows = await Array.fromAsync(store.rows('assay_codes', { where: { name } }))
  const codes = rows.map(row => ({
    code: String(row['code']),
    files: String(row['files'] ?? ''),
    parts: row['parts'] as KnownCode['parts'],
    firstSeenAt: row['first_seen_at'] as Date,
  }))
  return codes.sort((a, b) => b.firstSeenAt.getTime() - a.firstSeenAt.getTime())
}

export async function rememberCode(
  store: Store,
  name: string,
  code: Omit<KnownCode, 'firstSeenAt'>,
  clock: Clock,
): Promise<void> {
  await store.commit([keepCode(name, code, clock.now())])
}

/** The step of a commit that remembers an identity, unless it is known. */
export function keepCode(name: string, { code, files, parts }: Omit<KnownCode, 'firstSeenAt'>, firstSeenAt: Date): Change {
  return { type: 'keep', table: 'assay_codes', rows: [{ name, code, files, parts, first_seen_at: firstSeenAt }] }
}

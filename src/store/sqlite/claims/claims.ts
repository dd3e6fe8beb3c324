// Who works on which datapoint: claims are taken and settled inside write transactions, so that no two holders ever have one.
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Claim, ClaimAnswer, ClaimRequest } from '../../store.ts'

/** The holder of a claim that was given back: it is never there. */
export const nobody = ''

export class Claims {
  readonly #stored: StatementSync
  readonly #find: StatementSync
  readonly #take: StatementSync
  readonly #release: StatementSync
  readonly #putBack: StatementSync
  readonly #advance: StatementSync

  constructor(database: DatabaseSync) {
    this.#stored = database.prepare('SELECT status, attempts, committed_at, produced_by FROM assay_ledger WHERE datapoint = ?')
    this.#find = database.prepare('SELECT holder, attempts FROM assay_claims WHERE datapoint = ?')
    // One that is there keeps its row number: a claim that changes hands is the same claim.
    this.#take = database.prepare(
      `INSERT INTO assay_claims (datapoint, holder, attempts, claimed_at) VALUES (?, ?, ?, ?)
        ON CONFLICT (datapoint) DO UPDATE SET holder = excluded.holder, attempts = excluded.attempts, claimed_at = excluded.claimed_at`,
    )
    this.#advance = database.prepare(
      'UPDATE assay_claims SET attempts = attempts + 1 WHERE datapoint = ? AND holder = ? AND attempts = ?',
    )
    this.#putBack = database.prepare(
      `UPDATE assay_claims SET attempts = attempts - 1, holder = ? WHERE datapoint = ? AND holder = ? AND attempts = ?
        AND attempts - 1 > COALESCE((SELECT attempts FROM assay_ledger WHERE datapoint = assay_claims.datapoint), 0)`,
    )
    this.#release = database.prepare('DELETE FROM assay_claims WHERE datapoint = ? AND holder = ? AND attempts = ?')
  }

  /** Looks at the datapoints in order until `most` are claimed; those not looked at have no answer. */
  claim(request: ClaimRequest): ClaimAnswer[] {
    const answers: ClaimAnswer[] = []
    let left = request.most
    for (const datapoint of request.datapoints) {
      if (left === 0) break
      const answer = this.#claimOne(datapoint, request)
      if (answer.state === 'claimed') left--
      answers.push(answer)
    }
    return answers
  }

  #claimOne(datapoint: string, { holder, gone, at, ...request }: ClaimRequest): ClaimAnswer {
    const stored = this.#stored.get(datapoint)
    const isDone =
      stored !== undefined && (request.again.has(datapoint) ? stored['produced_by'] === holder : isAnswer(stored, request))
    if (isDone) return { state: 'stored', datapoint }
    const other = this.#find.get(datapoint)
    const holderBefore = String(other?.['holder'] ?? nobody)
    if (holderBefore !== nobody && !gone.has(holderBefore)) return { state: 'held', datapoint, holder: holderBefore }
    const before = Math.max(Number(stored?.['attempts'] ?? 0), Number(other?.['attempts'] ?? 0))
    const attempts = before + 1
    this.#take.run(datapoint, holder, BigInt(attempts), at.toISOString())
    return { state: 'claimed', datapoint, claim: { datapoint, holder, attempts }, wasCutOff: other !== undefined }
  }

  /** Counts one more start of the same holder; `null` when the claim is somebody else's by now. */
  advance({ datapoint, holder, attempts }: Claim): Claim | null {
    const isOurs = this.#advance.run(datapoint, holder, BigInt(attempts)).changes > 0
    return isOurs ? { datapoint, holder, attempts: attempts + 1 } : null
  }

  /** Ends a claim as if it had not been taken: starts of earlier holders, which only the claim counts, stay counted. */
  giveBack({ datapoint, holder, attempts }: Claim): void {
    const { changes } = this.#putBack.run(nobody, datapoint, holder, BigInt(attempts))
    if (changes === 0) this.#release.run(datapoint, holder, BigInt(attempts))
  }

  /** Whether the claim was still its holder's: a late one changes nothing. */
  release({ datapoint, holder, attempts }: Claim): boolean {
    return this.#release.run(datapoint, holder, BigInt(attempts)).changes > 0
  }
}

/** A result, or a failure that came after the asker began; what was cut off is no answer to anybody else, what was deleted none at all. */
function isAnswer(row: Record<string, unknown>, { failuresSince }: Pick<ClaimRequest, 'failuresSince'>): boolean {
  if (row['status'] === 'ok' || row['status'] === 'skipped') return true
  if (row['status'] === 'aborted' || row['status'] === 'deleted') return false
  return failuresSince === null || String(row['committed_at']) >= failuresSince.toISOString()
}

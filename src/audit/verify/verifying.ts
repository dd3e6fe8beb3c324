// Collects what verifying found: how much was looked at, what differs, and what cannot be told.
import { type Finding, Findings } from '../../base/findings.ts'

/** What `verify` says. */
export interface Verification {
  /** Stored values that were recomputed or held against the ledger. */
  readonly checked: number
  /** Stored values that are not what they should be, one finding for each run and column. */
  readonly differences: readonly Finding[]
  /** What could not be recomputed, and why. */
  readonly unverifiable: readonly Finding[]
}

type Example = Readonly<Record<string, unknown>>

const restore = 'restore a copy of the database; or run the benchmark again, which computes scores and metrics anew'

export class Verifying {
  #checked = 0
  readonly #differences = new Findings()
  readonly #unverifiable = new Findings()

  looked(count: number): void {
    this.#checked += count
  }

  /** A value of a table that should be another. */
  differs(table: string, column: string, run: string, example: Example, why: string): void {
    const message = `the run ${run} has values in the column \`${column}\` of \`${table}\` that differ from ${why}`
    const finding = { id: `${table}.${column}:${run}`, severity: 'error', message, hint: restore } as const
    this.#differences.add(finding, { ...example })
  }

  /** Something else that is not as it should be. */
  wrong(id: string, run: string, message: string, example: Example): void {
    this.#differences.add({ id: `${id}:${run}`, severity: 'error', message, hint: restore }, { ...example })
  }

  cannot(id: string, run: string, message: string, hint: string, example: Example = {}): void {
    this.#unverifiable.add({ id: `${id}:${run}`, severity: 'info', message, hint }, { ...example })
  }

  result(): Verification {
    return { checked: this.#checked, differences: this.#differences.list(), unverifiable: this.#unverifiable.list() }
  }
}

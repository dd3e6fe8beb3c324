// A ledger of its own and the database do not commit together: a run that was killed in between has a result and no row. This says how many.
import type { Outcome } from '../../ledger/outcomes.ts'
import type { Planned } from '../plan/pages.ts'
import type { Session } from './session.ts'

/** Looks at what a run replays. */
export class Recovered {
  readonly #session: Session
  #cutOff: Promise<ReadonlySet<string>> | null = null

  constructor(session: Session) {
    this.#session = session
  }

  /** A finding for each result of a cut off run of this database that never got a row; the row that is written now is its first. */
  async note(replayed: readonly (readonly [Planned, Outcome])[]): Promise<void> {
    const { store, ledger, findings } = this.#session
    if (ledger.store === store || replayed.length === 0) return
    const cutOff = await (this.#cutOff ??= this.#runsCutOff())
    const found = replayed.filter(([, outcome]) => cutOff.has(outcome.producedBy))
    if (found.length === 0) return
    const query = { columns: ['run_id', 'datapoint'], in: { key: 'datapoint', values: found.map(([{ key }]) => key) } }
    const rows = await Array.fromAsync(
      store.rows('predictions', query),
      row => `${String(row['run_id'])} ${String(row['datapoint'])}`,
    )
    const known = new Set(rows)
    for (const [{ key, item }, { producedBy }] of found) {
      if (known.has(`${producedBy} ${key}`)) continue
      const message = 'results of runs that were cut off had no row yet; they have one now'
      findings.add(
        { id: 'recovered', severity: 'info', message, hint: 'nothing is lost' },
        { input_id: item.id, run_id: producedBy },
      )
    }
  }

  async #runsCutOff(): Promise<ReadonlySet<string>> {
    const runs = this.#session.store.rows('runs', { columns: ['run_id'], where: { status: 'aborted' } })
    return new Set(await Array.fromAsync(runs, row => String(row['run_id'])))
  }
}

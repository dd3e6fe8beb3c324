// What one attempt spends, written down as it is told: it is known whatever becomes of the attempt, or of this process.
import { type Usage, addUsage, shareUsage } from '../../record/usage.ts'
import type { Session } from '../execute/session.ts'
import { noteSpending } from './notes.ts'
import type { Attempted, Unit } from './unit.ts'

export class Spending {
  readonly #session: Session
  #units: readonly (Unit | Attempted)[]
  #sum: Usage | null = null

  /** Of a datapoint, or of a batch that shares what it spends. */
  constructor(session: Session, units: readonly Unit[]) {
    this.#session = session
    this.#units = units
  }

  spend(usage: Usage): void {
    this.#sum = this.#sum === null ? usage : addUsage(this.#sum, usage)
    noteSpending(this.#session, this.#units, shareUsage(this.#sum, this.#units.length))
  }

  /** A task that goes on after its attempt may still spend: that is noted with how the attempt ended. */
  end(attempted: Attempted[]): Attempted[] {
    this.#units = attempted
    return attempted
  }
}

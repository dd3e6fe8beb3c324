// One attempt that a worker makes, as the run sees it: what it left so far is kept here, so that it outlives its worker.
import { Stopwatch } from '../../attempt/stopwatch.ts'
import { Cleanups } from '../../attempt/cleanups.ts'
import { warnCleanup } from '../../attempt/warn-cleanup.ts'
import { type Usage, addUsage } from '../../../record/usage.ts'
import type { Tagged } from '../../../record/tagged.ts'
import type { Session } from '../../execute/session.ts'
import type { Ended, Made, Work } from '../executor.ts'
import type { WorkerError } from './transport.ts'

/** How long after its timeout a worker may take to say so, before it is ended. */
export const patienceMs = 500

export class Flight {
  readonly work: Work
  readonly cleanups: Cleanups
  /** Ends what the attempt waits for in the run. */
  readonly controller = new AbortController()
  readonly #session: Session
  readonly #over = new AbortController()
  #watch: Stopwatch | null = null
  #recorded: Tagged | null = null
  #usage: Usage | null = null
  #hasEnded = false
  #fate: 'timeout' | 'aborted' | null = null

  constructor(session: Session, work: Work) {
    const { keptFolders } = session
    this.#session = session
    this.work = work
    this.cleanups = new Cleanups(keptFolders && (() => keptFolders.make(work.owner)))
  }

  /** The task is called. `onLate` is called when it should have ended long ago, and its worker did not say so. */
  begin(onLate: () => void): void {
    const { clock, limits } = this.#session
    this.#watch = new Stopwatch(clock)
    if (limits.timeoutMs === undefined) return
    this.#watch.setAlarm(limits.timeoutMs + patienceMs, () => {
      this.#fate = 'timeout'
      onLate()
    })
  }

  /** Its time stands still until the work is over. */
  without<T>(work: () => Promise<T>): Promise<T> {
    return this.#watch === null ? work() : this.#watch.without(work)
  }

  record(recorded: Tagged): void {
    this.#recorded = recorded
  }

  spend(usage: Usage): void {
    this.#usage = this.#usage === null ? usage : addUsage(this.#usage, usage)
    this.work.onSpent(usage)
  }

  /** The run stops, and waits no longer. */
  cutOff(): void {
    this.#fate ??= 'aborted'
  }

  /** The attempt has ended: its time is over, however long it takes to tidy and to send. */
  stopTime(): void {
    this.#watch?.clearAlarm()
  }

  /** The task has ended, whenever its attempt did. */
  finish(): void {
    this.stopTime()
    this.#over.abort()
  }

  /** Whether the task has ended, or was never called. */
  get isOver(): boolean {
    return this.#watch === null || this.#over.signal.aborted
  }

  /** Whether what it came to is told already. */
  get hasEnded(): boolean {
    return this.#hasEnded
  }

  /** Whether the task ends within a moment. */
  async isOverSoon(): Promise<boolean> {
    await this.#session.clock.sleep(patienceMs, this.#over.signal)
    return this.isOver
  }

  /** What the attempt came to; its folders are removed. */
  async end(ended: readonly Ended[]): Promise<Made> {
    this.#hasEnded = true
    this.stopTime()
    if (ended.some(({ status }) => status !== 'ok')) this.controller.abort()
    for (const error of await this.cleanups.run()) warnCleanup(this.#session.findings, 'task', error)
    return { ended, recorded: this.#recorded, usage: this.#usage }
  }

  /** Its worker is gone. */
  lost(error: WorkerError): Ended[] {
    const { inputs } = this.work
    const durationMs = (this.#watch?.elapsedMs() ?? 0) / inputs.length
    const [status, message, errorType] = this.#fateOf(error)
    const thrown = status === 'error' ? error : null
    return inputs.map(() => ({ status, encoded: null, error: message, errorType, durationMs, thrown }))
  }

  #fateOf(error: WorkerError): [Ended['status'], string, string] {
    if (this.#fate === 'timeout')
      return ['timeout', `the task took longer than ${this.#session.limits.timeoutMs} ms`, 'TimeoutError']
    if (this.#fate === 'aborted') return ['aborted', 'the run was stopped while the task executed', 'AbortError']
    return ['error', `the worker was lost while the task executed: ${error.message}`, error.name]
  }
}

// One worker of a run, seen from the run: it is given attempts, told to stop, and ended.
import { AssayError } from '../../../base/errors.ts'
import { Cleanups } from '../../attempt/cleanups.ts'
import { warnCleanup } from '../../attempt/warn-cleanup.ts'
import type { Session } from '../../execute/session.ts'
import type { Ended, Made, Work } from '../executor.ts'
import { Flight } from './flight.ts'
import { UnsendableInput, encodeInputs } from './inputs.ts'
import { Link } from './link.ts'
import type { SentEnded, SentWork, Start, ToRun, ToWorker } from './messages.ts'
import { createServices, received } from './services.ts'
import { receiveThrown, sendThrown } from './thrown.ts'
import { type StartTransport, type Transport, WorkerError } from './transport.ts'

export interface MemberOptions {
  readonly session: Session
  readonly start: Start
  readonly startTransport: StartTransport
  /** Nothing else executes in it: what does not end can be ended. */
  readonly isAlone: boolean
  readonly onGone: (member: Member) => void
}

export class Member {
  /** When it has loaded the benchmark; an `AssayError` says why it could not. */
  readonly ready: Promise<void>
  readonly #options: MemberOptions
  readonly #transport: Transport
  readonly #link: Link<ToWorker, ToRun>
  readonly #flights = new Map<number, Flight>()
  readonly #setupCleanups: Cleanups
  readonly #gone: Promise<void>
  /** Why we ended it. */
  #reason: WorkerError | null = null
  #count = 0
  /** Attempts that were given to it and have not ended. */
  #load = 0
  #isReady = false

  constructor(options: MemberOptions) {
    const { session, start, startTransport } = options
    const { keptFolders } = session
    this.#options = options
    this.#setupCleanups = new Cleanups(keptFolders && (() => keptFolders.make('setup')))
    this.#transport = startTransport(message => this.#link.receive(message))
    const services = createServices({
      session,
      flights: this.#flights,
      setupCleanups: this.#setupCleanups,
      link: () => this.#link,
      onLate: () => this.kill(new WorkerError('another task in it did not end when its time was over')),
    })
    this.#link = new Link<ToWorker, ToRun>(this.#transport.post, services)
    this.#gone = this.#transport.ended.then(error => this.#onGone(error))
    this.ready = this.#link.ask('start', start).then(
      () => void (this.#isReady = true),
      error => this.#explain(error),
    )
    // Whoever needs it hears of it.
    this.ready.catch(() => {})
  }

  get load(): number {
    return this.#load
  }

  /** How the attempt ends, whatever becomes of the worker. Rejects where the benchmark cannot be executed by any worker. */
  async execute(work: Work): Promise<Made> {
    const { session } = this.#options
    const flight = new Flight(session, work)
    const id = ++this.#count
    this.#load++
    this.#flights.set(id, flight)
    try {
      return await flight.end(await this.#attempt(id, flight))
    } finally {
      this.#load--
      if (flight.isOver) this.#flights.delete(id)
    }
  }

  async #attempt(id: number, flight: Flight): Promise<readonly Ended[]> {
    const { work } = flight
    try {
      await this.ready
      const sent = await this.#link.ask('attempt', toSentWork(id, work))
      await this.#untilOver(flight)
      return sent.map(ended => this.#toEnded(ended))
    } catch (error) {
      if (error instanceof WorkerError) return flight.lost(error)
      if (!(error instanceof UnsendableInput)) throw error
      const { message, name } = error
      return work.inputs.map(() => ({
        status: 'error',
        encoded: null,
        error: message,
        errorType: name,
        durationMs: 0,
        thrown: error,
      }))
    }
  }

  /** A task that goes on after its attempt would be measured with the next one. */
  async #untilOver(flight: Flight): Promise<void> {
    if (flight.isOver || !this.#options.isAlone || (await flight.isOverSoon())) return
    this.kill(new WorkerError('its task did not end'))
    await this.#gone
  }

  /** Disposes its set-up. */
  async dispose(): Promise<void> {
    await this.#link.ask('dispose', null).catch(() => {})
    await this.#tidy()
  }

  /** What is in flight is told to end. */
  stop(reason: unknown): void {
    this.#link.tell('stop', { reason: sendThrown(reason) })
  }

  /** What is in flight after all is cut off. */
  cutOff(): void {
    if (this.#load === 0 && this.#isReady) return
    for (const flight of this.#flights.values()) flight.cutOff()
    this.kill(new WorkerError('the run was stopped'))
  }

  kill(reason: WorkerError): void {
    this.#reason ??= reason
    this.#transport.kill()
    this.#options.onGone(this)
  }

  /** Ends it. */
  async close(): Promise<void> {
    await this.#transport.close()
    await this.#gone
  }

  async #onGone(error: WorkerError): Promise<void> {
    this.#link.close(this.#reason ?? error)
    this.#options.onGone(this)
    await this.#tidy()
  }

  async #tidy(): Promise<void> {
    for (const error of await this.#setupCleanups.run()) warnCleanup(this.#options.session.findings, 'setup', error)
  }

  #explain(error: unknown): never {
    if (!(error instanceof WorkerError) || this.#options.session.stop.aborted) throw error
    throw new AssayError(
      'worker_failed',
      `A worker that loads ${this.#options.start.file} is lost before anything executes: ${error.message}.`,
      'see what the file does while it is loaded; inline it may work',
      error,
    )
  }

  #toEnded({ encoded, thrown, ...ended }: SentEnded): Ended {
    return {
      ...ended,
      encoded: encoded === null ? null : received(this.#options.session, encoded),
      thrown: thrown === null ? null : receiveThrown(thrown),
    }
  }
}

function toSentWork(id: number, work: Work): SentWork {
  const { configuration, inputs, isBatch, trial, attempt, datapoint, itemCostUsd } = work
  return { id, params: configuration.digest, inputs: encodeInputs(inputs), isBatch, trial, attempt, datapoint, itemCostUsd }
}

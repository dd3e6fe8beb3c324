// Executes a function once for all who ask for it with the same input, in this process or any other; everybody else gets what was stored.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../../base/clock.ts'
import { Findings } from '../../base/findings.ts'
import { canonical } from '../../identity/canonical.ts'
import { datapointKeys } from '../../identity/datapoint.ts'
import { digestText } from '../../identity/digest.ts'
import type { Ledger } from '../ledger.ts'
import { type Answer, hit } from './once-answer.ts'
import { type OnceCode, onceCode } from './once-code.ts'
import { type Call, type Write, executeOnce } from './once-execute.ts'
import { type Outcome, findOutcomes } from '../outcomes.ts'
import { longerPauseMs, shortestPauseMs } from '../pause.ts'

/** A call whose function is known already, wherever it is. */
export interface Asked {
  readonly code: OnceCode
  /** The canonical text of its input. */
  readonly inputText: string
  /** Calls the function with it. */
  readonly execute: () => unknown
}

export interface CallOptions {
  /** Digest of files that the function may read. Default: none. A version stands for them too. */
  readonly files?: string
  /** Digest of the items that the caller may learn from. Default: none. */
  readonly train?: string
  /** Ends waiting for others. What executes here goes on, for whoever asks for it next. */
  readonly signal?: AbortSignal
}

/** All calls of `once` by one holder. */
export class Once {
  /** What functions read that their identities do not hold. */
  readonly findings = new Findings()
  readonly #ledger: Ledger
  readonly #clock: Clock
  readonly #inFlight = new Map<string, Promise<Answer>>()
  /** Outcomes that could not be written: what was paid for is offered again before it is paid for again. */
  readonly #unwritten = new Map<string, Write>()
  readonly #reported = new Set<string>()

  constructor(ledger: Ledger, clock: Clock) {
    this.#ledger = ledger
    this.#clock = clock
  }

  /**
   * The stored result of `fn` for this input, or that of executing it now. To be called before the caller awaits anything, because the
   * place of its caller says which function it is. Throws at once what `onceCode` throws, and a `TypeError` with the path of what in the
   * input has no identity.
   */
  call(fn: unknown, input: unknown, options: unknown, about?: CallOptions): Promise<Answer> {
    const code = onceCode(fn, options)
    const execute = () => (fn as (input: unknown) => unknown)(input)
    return this.ask({ code, inputText: canonical(input, 'input'), execute }, about)
  }

  /** The same for a call whose function and input are somewhere else. */
  ask({ code, inputText, execute }: Asked, { files = '', train = '', signal }: CallOptions = {}): Promise<Answer> {
    const shared = { name: code.name, code: code.identity, files: code.parts === null ? '' : files, train, params: '{}' }
    const digest = digestText(inputText)
    const key = datapointKeys(shared)(digest, 0)
    const parts = { ...shared, input: digest, trial: 0 }
    this.#report(code)
    return this.#join({ execute, inputText, code, key, parts, since: this.#clock.now(), signal })
  }

  #report(code: OnceCode): void {
    const known = `${code.name} ${code.identity}`
    if (this.#reported.has(known)) return
    this.#reported.add(known)
    for (const { example, ...finding } of code.findings) this.findings.add(finding, example)
  }

  /** Resolves when nothing executes or waits any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#inFlight.values())
  }

  /** Of those in this process one goes on; the others wait for it, and take its place where it gave up. */
  async #join(call: Call): Promise<Answer> {
    for (;;) {
      call.signal?.throwIfAborted()
      const other = this.#inFlight.get(call.key)
      if (other === undefined) return this.#lead(call)
      const outcome = await untilAborted(
        other.then(
          answer => answer.outcome,
          () => null,
        ),
        call.signal,
      )
      if (outcome !== null && outcome.status !== 'ok') return hit(call.key, outcome)
      // Read anew, so that none changes the result of another.
      const stored = await this.#find(call.key)
      if (stored?.status === 'ok') return hit(call.key, stored)
    }
  }

  #lead(call: Call): Promise<Answer> {
    const work = async () => {
      try {
        const written = await this.#unwritten.get(call.key)?.()
        this.#unwritten.delete(call.key)
        return written?.outcome.status === 'ok' ? written : await this.#obtain(call)
      } finally {
        this.#inFlight.delete(call.key)
      }
    }
    const answer = work()
    this.#inFlight.set(call.key, answer)
    return answer
  }

  /** A failure from before the call is no answer, one that it waited for is. */
  async #obtain(call: Call): Promise<Answer> {
    const { key, since, signal } = call
    const before = await this.#find(key)
    if (before?.status === 'ok') return hit(key, before)
    const waiting = this.#ledger.since(since)
    let asking = this.#ledger.since(new Date(since.getTime() + 1))
    for (let pauseMs = shortestPauseMs; ; pauseMs = longerPauseMs(pauseMs)) {
      const { started, stored } = await asking.claim([key], 1)
      const outcome = stored.get(key)
      if (outcome !== undefined) return hit(key, outcome)
      const start = started.get(key)
      if (start !== undefined) {
        const reason = start.wasCutOff ? 'cut off before' : before === undefined ? 'new' : 'failed before'
        const write = await executeOnce(this.#ledger, this.#clock, call, start, reason)
        this.#unwritten.set(key, write)
        const answer = await write()
        this.#unwritten.delete(key)
        if (answer !== null) return answer
      }
      asking = waiting
      await sleep(pauseMs, undefined, signal === undefined ? {} : { signal })
    }
  }

  async #find(key: string): Promise<Outcome | undefined> {
    return (await findOutcomes(this.#ledger.store, [key])).get(key)
  }
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason as Error)
    signal.addEventListener('abort', stop, { once: true })
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

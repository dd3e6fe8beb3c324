// A tracker's calls of `once`, each with a row: the same columns whether the function executed or its stored result was taken.
import { systemClock } from '../base/clock.ts'
import type { Finding } from '../base/findings.ts'
import { canonical } from '../identity/canonical.ts'
import { Ledger } from '../ledger/ledger.ts'
import { type Answer, resultOf } from '../ledger/once/once-answer.ts'
import { Once } from '../ledger/once/once.ts'
import { copyTagged } from '../record/tagged.ts'
import type { Row, Store } from '../store/store.ts'
import { callColumns, inputColumns, resultColumns } from './calls.ts'

/** What only such rows have; a result's key that equals one is kept as `result_<key>`. */
const onceColumns = ['datapoint', 'cache', 'cache_reason', 'attempts', 'maybe_paid', 'produced_by']
const ownColumns = new Set([...callColumns, ...onceColumns])

export interface TrackedOnceOptions {
  /** Where results are kept, in which the run is held. */
  readonly store: Store
  readonly runId: string
  readonly keepRow: (row: Row) => Promise<void>
}

export class TrackedOnce {
  readonly #once: Once
  readonly #keepRow: TrackedOnceOptions['keepRow']
  readonly #calls = new Set<Promise<unknown>>()

  constructor({ store, runId, keepRow }: TrackedOnceOptions) {
    this.#once = new Once(new Ledger({ store, holder: runId, clock: systemClock, failuresSince: null }), systemClock)
    this.#keepRow = keepRow
  }

  /** The result, when its row is stored. To be called before anything is awaited. */
  async call(fn: { readonly name: string }, input: unknown, options: unknown): Promise<unknown> {
    const answering = this.#once.call(fn, input, options)
    // As it is now: the function may change it.
    const given = storable(inputColumns(input))
    const call = answering.then(async answer => {
      await this.#keepRow(onceRow(fn.name, given, answer))
      return resultOf(answer)
    })
    this.#calls.add(call)
    try {
      return await call
    } finally {
      this.#calls.delete(call)
    }
  }

  /** Resolves when all calls have their rows, or have failed. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#calls)
  }

  findings(): readonly Finding[] {
    return this.#once.findings.list()
  }
}

/** What has an identity and no place in a cell, as an instance of a class, is there as its canonical text. */
function storable(columns: Row): Row {
  const stored = (value: unknown, path: string): unknown => {
    try {
      return copyTagged(value, path)
    } catch {
      return canonical(value, path)
    }
  }
  return Object.fromEntries(Object.entries(columns).map(([column, value]) => [column, stored(value, column)]))
}

function onceRow(name: string, given: Row, { datapoint, outcome, cache, reason }: Answer): Row {
  const { status, result, error, errorType, durationMs, attempts, maybePaid, producedBy } = outcome
  return {
    function: name,
    ...given,
    duration_ms: durationMs,
    status,
    ...(status === 'ok' ? resultColumns(result, ownColumns) : { error, error_type: errorType }),
    datapoint,
    cache,
    cache_reason: reason,
    attempts,
    maybe_paid: maybePaid,
    produced_by: producedBy,
  }
}

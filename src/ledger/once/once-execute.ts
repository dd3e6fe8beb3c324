// Executes what a call of `once` has claimed, and keeps how it ended.
import type { Clock } from '../../base/clock.ts'
import type { DatapointParts } from '../../identity/datapoint.ts'
import { type Tagged, decodeTagged } from '../../record/tagged.ts'
import { describeSafely } from '../../record/thrown.ts'
import { openContent } from '../../record/untag.ts'
import type { Change, Store } from '../../store/store.ts'
import { keepCode } from '../codes.ts'
import type { Ledger, Start } from '../ledger.ts'
import type { Answer } from './once-answer.ts'
import type { OnceCode } from './once-code.ts'
import { type Outcome, encodeResult, isSlow } from '../outcomes.ts'

/** One call of `once`, known before anything is awaited. */
export interface Call {
  /** Calls the function with its input. */
  readonly execute: () => unknown
  readonly inputText: string
  readonly code: OnceCode
  readonly key: string
  readonly parts: DatapointParts
  /** When it began. */
  readonly since: Date
  /** Ends waiting for others. */
  readonly signal: AbortSignal | undefined
}

/** Keeps an answer: `null` when somebody else has taken the datapoint over meanwhile. It may be tried again. */
export type Write = () => Promise<Answer | null>

/** Calls the function. Never rejects: a throw is how it ended, and so is a result that cannot be stored. */
export async function executeOnce(ledger: Ledger, clock: Clock, call: Call, start: Start, reason: string): Promise<Write> {
  const startMs = clock.monotonicMs()
  const { attempts, holder } = start.claim
  const ended = (durationMs: number) => ({
    durationMs,
    attempts,
    maybePaid: start.wasCutOff,
    producedBy: holder,
    at: clock.now(),
  })
  let durationMs: number | null = null
  try {
    const result = await call.execute()
    durationMs = clock.monotonicMs() - startMs
    const encoded = await encode(ledger.store, result, call.code.name)
    const decoded = decode(ledger.store, encoded)
    const outcome = { status: 'ok', result: decoded, error: null, errorType: null, ...ended(durationMs) } as const
    return () => keep(ledger, call, start, encoded, { outcome, reason, thrown: null })
  } catch (thrown) {
    const [error, errorType] = describeSafely(thrown)
    durationMs ??= clock.monotonicMs() - startMs
    const outcome = { status: 'error', result: undefined, error, errorType, ...ended(durationMs) } as const
    return () => keep(ledger, call, start, null, { outcome, reason, thrown })
  }
}

/** In the turn in which the function returned it, unless it holds a stream that has to be stored first. */
async function encode(store: Store, result: unknown, name: string): Promise<Tagged> {
  if (result === undefined) throw new TypeError(`expected the function of ${name} to return a value, got nothing; return null`)
  for (;;) {
    try {
      return encodeResult(result)
    } catch (error) {
      const settled = store.assets.settle(error)
      if (settled === null) throw error
      await settled
    }
  }
}

/** What is stored is what everybody gets, who executed it included. */
function decode(store: Store, { text }: Tagged): unknown {
  return decodeTagged(text, (reference, isLarge) => openContent(store.assets.content(reference), isLarge))
}

async function keep(
  ledger: Ledger,
  { key, code, parts, inputText }: Call,
  start: Start,
  encoded: Tagged | null,
  answer: Pick<Answer, 'reason' | 'thrown'> & { readonly outcome: Outcome },
): Promise<Answer | null> {
  const { outcome } = answer
  const changes: readonly Change[] = [
    { type: 'put', table: 'assay_inputs', rows: [{ digest: parts.input, value: inputText }] },
    keepCode(code.name, { code: code.identity, files: parts.files, parts: code.parts }, outcome.at),
  ]
  const isOurs = await ledger.settle(start, parts, outcome, { encoded }, changes, { isDurable: isSlow(outcome) })
  return isOurs ? { datapoint: key, cache: 'computed', ...answer } : null
}

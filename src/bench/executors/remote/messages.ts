// What a run and its workers say to each other.
import type { OnceCode } from '../../../ledger/once/once-code.ts'
import type { OwnPrices } from '../../../measure/usage/price.ts'
import type { AssetReference } from '../../../record/asset.ts'
import type { Priced } from '../../attempt/pricing.ts'
import type { Ended } from '../executor.ts'
import type { Sent } from './sent.ts'
import type { SentThrown } from './thrown.ts'

/** What a worker has to know before the first attempt. */
export interface Start {
  /** The real path of the benchmark file. */
  readonly file: string
  readonly options: Readonly<Record<string, string>> | undefined
  /** Digest of the code that the run has loaded; `null` where a version stands for it. */
  readonly source: string | null
  readonly timeoutMs: number | undefined
  readonly prices: OwnPrices
  /** The declaration's own `isRetryable` is the one that counts: only the worker has the error that it wants to see. */
  readonly isRetryableDeclared: boolean
}

export interface SentWork {
  readonly id: number
  /** Digest of the params. */
  readonly params: string
  readonly inputs: Uint8Array
  readonly isBatch: boolean
  readonly trial: number
  readonly attempt: number
  readonly datapoint: string
  readonly itemCostUsd: number | undefined
}

export type SentEnded = Omit<Ended, 'encoded' | 'thrown'> & {
  readonly encoded: Sent | null
  readonly thrown: SentThrown | null
}

/** Which attempt; `null` for a set-up. */
interface Of {
  readonly id: number | null
}

export type ToWorker = {
  readonly start: { readonly of: Start; readonly gives: void }
  readonly attempt: { readonly of: SentWork; readonly gives: readonly SentEnded[] }
  /** Calls the function of a call of `once`. */
  readonly execute: { readonly of: { readonly call: number }; readonly gives: Sent }
  /** The next piece of a stream; `null` at its end. */
  readonly pull: { readonly of: { readonly stream: number }; readonly gives: Uint8Array | null }
  readonly dispose: { readonly of: null; readonly gives: void }
  readonly stop: { readonly of: { readonly reason: SentThrown }; readonly gives: void }
}

export type ToRun = {
  /** The task is called now: its time runs. */
  readonly begun: { readonly of: { readonly id: number }; readonly gives: void }
  /** The attempt has ended: what is left is to tidy and to send. */
  readonly ended: { readonly of: { readonly id: number }; readonly gives: void }
  /** The task has ended, whenever its attempt did. */
  readonly over: { readonly of: { readonly id: number }; readonly gives: void }
  readonly recorded: { readonly of: { readonly id: number; readonly recorded: Sent }; readonly gives: void }
  readonly spent: { readonly of: { readonly id: number; readonly priced: Priced }; readonly gives: void }
  readonly log: { readonly of: { readonly id: number; readonly row: Sent }; readonly gives: void }
  readonly folder: { readonly of: Of; readonly gives: string }
  readonly once: {
    readonly of: Of & { readonly code: OnceCode; readonly inputText: string; readonly call: number }
    readonly gives: Sent
  }
  /** Stores a stream, whose pieces are then pulled. */
  readonly put: {
    readonly of: Pick<AssetReference, 'mediaType' | 'kind'> & { readonly stream: number }
    readonly gives: AssetReference
  }
  /** Something left to be tidied could not be. */
  readonly untidy: { readonly of: { readonly whose: 'task' | 'setup'; readonly error: SentThrown }; readonly gives: void }
  /** Nobody caught it. */
  readonly stray: { readonly of: { readonly error: SentThrown }; readonly gives: void }
}

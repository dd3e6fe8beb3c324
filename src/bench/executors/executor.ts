// What executes attempts: in this thread, in worker threads, or in processes of their own.
import type { Tagged } from '../../record/tagged.ts'
import type { Usage } from '../../record/usage.ts'
import type { FolderOwner } from '../attempt/kept-folders.ts'
import type { Configuration } from '../declare/configurations.ts'

/** How one attempt of a datapoint ended. */
export interface Ended {
  readonly status: 'ok' | 'error' | 'timeout' | 'aborted' | 'skipped'
  /** The result as it is stored; `null` unless `ok`. */
  readonly encoded: Tagged | null
  /** The message of an error, or why it was skipped. */
  readonly error: string | null
  readonly errorType: string | null
  /** Of a batch: its part of the whole. */
  readonly durationMs: number
  /** What was thrown, for who decides whether to try again. From another thread or process it is a copy. */
  readonly thrown: unknown
  /** Whether another attempt may help, decided where the thrown error itself was; absent where that is for its reader to decide. */
  readonly isPassing?: boolean
}

/** One attempt that is to be made: of a datapoint, or of a batch of them. */
export interface Work {
  readonly configuration: Configuration
  /** One input, or those of a batch; the task may change them. */
  readonly inputs: readonly unknown[]
  readonly isBatch: boolean
  readonly trial: number
  /** 1 for the first. */
  readonly attempt: number
  readonly datapoint: string
  /** Dollars that it may cost. */
  readonly itemCostUsd: number | undefined
  readonly owner: FolderOwner
  readonly log: (row: object) => Promise<void>
  /** Told of every usage as soon as it is spent. */
  readonly onSpent: (usage: Usage) => void
}

/** What an attempt came to. */
export interface Made {
  /** Of each input, in their order. */
  readonly ended: readonly Ended[]
  /** What the task recorded; `null` for nothing. */
  readonly recorded: Tagged | null
  readonly usage: Usage | null
}

export interface Executor {
  /** Attempts that may be in flight at once. */
  readonly capacity: number
  /** Whether there is a set-up of other params, which must not be taken away while anything is in flight. */
  isOther(configuration: Configuration): boolean
  /** Gets ready for attempts with these params; a set-up of others is disposed. Rejects where nothing can be executed at all. */
  prepare(configuration: Configuration): Promise<void>
  /** At once for a task that does not wait, where the executor is this thread. What the task does is how it ended, never a rejection. */
  execute(work: Work): Made | Promise<Made>
  /** Disposes what is set up, and ends whatever was started. */
  close(): Promise<void>
}

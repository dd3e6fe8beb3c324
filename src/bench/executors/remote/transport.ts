// What a worker is to the run that started it: something that hears, speaks, and ends.

/** Why a worker's attempts ended with it. The `error_type` of their rows. */
export class WorkerError extends Error {
  override readonly name = 'WorkerError'
}

export interface Transport {
  readonly post: (message: object) => void
  /** When it is gone: how it ended, as far as it was not we who ended it. */
  readonly ended: Promise<WorkerError>
  /** Ends it at once, whatever it does. */
  readonly kill: () => void
  /** Ends it when it has nothing to do any more. */
  readonly close: () => Promise<void>
}

/** Starts a worker; `receive` is called with everything that it says. */
export type StartTransport = (receive: (message: unknown) => void) => Transport

/** The program of a worker: in the package it has another name than in source. */
export const workerFile = new URL(`../worker/main.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url)

// An executor that executes nothing: each attempt ends as the test says.
import type { Ended, Executor, Work } from '../../src/bench/executors/executor.ts'

export interface FakeExecutor extends Executor {
  /** What it was given so far. */
  readonly works: readonly Work[]
}

/** How the attempts end, one after the other; after the last one all are `ok`. */
export function createFakeExecutor(endings: readonly Partial<Ended>[]): FakeExecutor {
  const works: Work[] = []
  const ok: Ended = {
    status: 'ok',
    encoded: { text: '1', contents: [] },
    error: null,
    errorType: null,
    durationMs: 1,
    thrown: null,
  }
  return {
    works,
    capacity: 1,
    isOther: () => false,
    prepare: async () => {},
    close: async () => {},
    execute: async work => {
      const ended = { ...ok, ...endings[works.length] }
      works.push(work)
      return { ended: work.inputs.map(() => ended), recorded: null, usage: null }
    },
  }
}

/** An attempt that failed with this. */
export function failed(thrown: unknown, more: Partial<Ended> = {}): Partial<Ended> {
  const { message } = thrown as Error
  return { status: 'error', encoded: null, error: message, errorType: 'Error', thrown, ...more }
}

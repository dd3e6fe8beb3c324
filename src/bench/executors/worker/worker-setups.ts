// Makes the set-ups of a worker: once for each params, with what it is given from the run.
import { Cleanups } from '../../attempt/cleanups.ts'
import { Setups } from '../../attempt/setups.ts'
import type { SetupContext } from '../../declare/context.ts'
import { readData } from '../../declare/items.ts'
import type { Declaration } from '../../declare/spec.ts'
import type { Link } from '../remote/link.ts'
import type { ToRun, ToWorker } from '../remote/messages.ts'
import { sendThrown } from '../remote/thrown.ts'
import type { Calls } from './calls.ts'

/** `null` for a benchmark without a setup. */
export function createWorkerSetups(
  { setup, name, train = [] }: Declaration,
  calls: Calls,
  link: Link<ToRun, ToWorker>,
  signal: AbortSignal,
): Setups | null {
  if (setup === undefined) return null
  const contextOf = (cleanups: Cleanups): SetupContext<unknown> => ({
    signal,
    train: { [Symbol.asyncIterator]: () => readData(name, train) },
    once: (fn, input, options) => calls.once(null, fn, input, options, signal) as Promise<never>,
    folder: () => cleanups.folder(),
    defer: cleanup => cleanups.defer(cleanup),
  })
  return new Setups({
    make: ({ given }, cleanups) => setup(given, contextOf(cleanups)),
    createCleanups: () => new Cleanups(() => link.ask('folder', { id: null })),
    onThrown: error => link.tell('untidy', { whose: 'setup', error: sendThrown(error) }),
  })
}

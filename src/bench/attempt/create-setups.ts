// Gives a benchmark's setup its context: the training items, things done once, things to tidy.
import { resultOf } from '../../ledger/once/once-answer.ts'
import type { Configuration } from '../declare/configurations.ts'
import { readData } from '../declare/items.ts'
import type { Session } from '../execute/session.ts'
import type { SetupContext } from '../declare/context.ts'
import { Cleanups } from './cleanups.ts'
import { Setups } from './setups.ts'
import { warnCleanup } from './warn-cleanup.ts'

/** `null` for a benchmark without a setup. */
export function createSetups(session: Session): Setups | null {
  const { setup, name, train = [] } = session.declaration
  if (setup === undefined) return null
  const { stop, once, code, findings, keptFolders } = session
  const contextOf = (cleanups: Cleanups): SetupContext<unknown> => ({
    signal: stop,
    train: { [Symbol.asyncIterator]: () => readData(name, train) },
    once: (fn, input, options) =>
      once
        .call(fn, input, options, { files: code.files, train: session.train.identity, signal: stop })
        .then(resultOf) as Promise<never>,
    folder: () => cleanups.folder(),
    defer: cleanup => cleanups.defer(cleanup),
  })
  return new Setups({
    make: ({ given }: Configuration, cleanups) => setup(given, contextOf(cleanups)),
    createCleanups: () => new Cleanups(keptFolders && (() => keptFolders.make('setup'))),
    onThrown: error => warnCleanup(findings, 'setup', error),
  })
}

// Gives a benchmark's setup its context: the training items, things done once, things to tidy.
import { describeThrown } from '../../base/thrown.ts'
import { resultOf } from '../../ledger/once-answer.ts'
import type { Configuration } from '../declare/configurations.ts'
import { readData } from '../declare/items.ts'
import type { Session } from '../execute/session.ts'
import type { SetupContext } from '../declare/spec.ts'
import { Cleanups } from './cleanups.ts'
import { Setups } from './setups.ts'

/** `null` for a benchmark without a setup. */
export function createSetups(session: Session): Setups | null {
  const { setup, name, train = [] } = session.declaration
  if (setup === undefined) return null
  const { stop, once, code, findings } = session
  const contextOf = (cleanups: Cleanups): SetupContext<unknown> => ({
    signal: stop,
    train: { [Symbol.asyncIterator]: () => readData(name, train) },
    once: (fn, input, options) =>
      once.call(fn, input, options, { files: code.files, signal: stop }).then(resultOf) as Promise<never>,
    folder: () => cleanups.folder(),
    defer: cleanup => cleanups.defer(cleanup),
  })
  return new Setups({
    make: ({ params }: Configuration, cleanups) => setup(params, contextOf(cleanups)),
    createCleanups: () => new Cleanups(),
    onThrown: error => {
      const message = 'what a setup left to be tidied could not be'
      const [reason] = describeThrown(error)
      findings.add({ id: 'cleanup-failed', severity: 'warning', message, hint: 'mend the function given to defer()' }, { reason })
    },
  })
}

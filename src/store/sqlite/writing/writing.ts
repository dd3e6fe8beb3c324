// Writes as a store offers them: commits that share transactions, and changes of many rows that have one of their own.
import type { Change, CommitOptions, Store } from '../../store.ts'
import { deleteRuns } from './deleter.ts'
import { type Parts, requireOpen } from '../parts.ts'
import { setColumns } from './setter.ts'
import { encodeChange } from './writer.ts'

export function writingOf(parts: Parts): Pick<Store, 'commit' | 'intern' | 'set' | 'deleteRuns'> {
  const { database, catalog, writer, transactions, queue } = parts
  /** After what was committed before. */
  const runAlone = async <T>(work: () => T): Promise<T> => {
    requireOpen(parts)
    await queue.drained()
    return transactions.run(work)
  }
  return {
    commit: (changes, options) => commit(parts, changes, options),
    intern: async (table, rows) => {
      requireOpen(parts)
      return transactions.run(() => writer.intern(table, rows))
    },
    set: (table, columns, where) => runAlone(() => setColumns(database, catalog, table, columns, where)),
    deleteRuns: (runIds, at) => runAlone(() => deleteRuns(database, runIds, at)),
  }
}

/** Not `async`: changes are encoded at once, whatever their owner does with them next. */
function commit<T = void>(
  parts: Parts,
  changes: readonly Change[],
  { isDurable = false, result }: CommitOptions<T> = {},
): Promise<T> {
  const { assets, queue, writer } = parts
  try {
    requireOpen(parts)
    const encoded = changes.map(encodeChange)
    const write = () =>
      queue.write(() => {
        for (const change of encoded) writer.apply(change)
        return result as T
      }, isDurable)
    return assets.keepLarge(encoded)?.then(write) ?? write()
  } catch (error) {
    const settled = assets.settle(error)
    return settled?.then(() => commit(parts, changes, { isDurable, result } as CommitOptions<T>)) ?? Promise.reject(error)
  }
}

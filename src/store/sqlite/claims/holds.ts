// Holds runs, so that every process sees which of them live: each by a lock on a small file beside the database.
import { AssayError } from '../../../base/errors.ts'
import type { Store } from '../../store.ts'
import { whenFree } from '../file/connection.ts'
import { holdLock, isLockHeld, markOf } from './live.ts'
import type { OpenFile } from '../parts.ts'
import { startRenewing } from './renewal.ts'

/** Who only looks whether a run is held, or marks one that is over, is done sooner. */
const longestLookMs = 1_000

export function holdsOf(file: OpenFile): Pick<Store, 'hold' | 'isHeld' | 'renew' | 'liveness'> {
  return {
    hold: async runId => {
      if (!file.isShared) return () => {}
      try {
        return await whenFree(file.location, () => holdLock(lockPath(file, runId)), longestLookMs)
      } catch (error) {
        if (!(error instanceof AssayError && error.code === 'locked')) throw error
        throw new AssayError(
          'run_in_use',
          `The run ${runId} is open already, here or in another process.`,
          'wait until it is done, or start a run of your own without `runId`',
        )
      }
    },
    isHeld: async runId => isHeldNow(file, runId),
    renew: runId => {
      if (file.isShared) startRenewing(lockPath(file, runId))
    },
    liveness: async runId => ({ isHeld: isHeldNow(file, runId), mark: file.isShared ? markOf(lockPath(file, runId)) : '' }),
  }
}

/** The same inside a transaction, which cannot wait. A database in memory has one process, which lives. */
export function isHeldNow(file: OpenFile, runId: string): boolean {
  return file.isShared ? isLockHeld(lockPath(file, runId)) : true
}

function lockPath({ path }: OpenFile, runId: string): string {
  return `${path}-live-${encodeURIComponent(runId.toWellFormed())}`
}

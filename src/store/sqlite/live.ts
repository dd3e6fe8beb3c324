// Says which runs are alive by locks that the operating system drops when their process ends, however it ends.
import { existsSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { isBusy } from './errors.ts'

/** Held by this process; a handle that is collected would free its lock. */
const held = new Map<string, DatabaseSync>()

/** Rejected alternatives: a pid is reused across containers, and a heartbeat stops when a task blocks the event loop. */
export function holdLock(path: string): () => void {
  const lock = new DatabaseSync(path, { timeout: 0 })
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    throw error
  }
  held.set(path, lock)
  return () => {
    if (!held.delete(path)) return
    lock.close()
    rmSync(path, { force: true })
  }
}

/** Whether a living process holds the lock. */
export function isLockHeld(path: string): boolean {
  if (held.has(path)) return true
  if (!existsSync(path)) return false
  let lock: DatabaseSync | null = null
  try {
    lock = new DatabaseSync(path, { readOnly: true, timeout: 0 })
    lock.prepare('SELECT COUNT(*) FROM sqlite_schema').get()
    return false
  } catch (error) {
    return isBusy(error)
  } finally {
    lock?.close()
  }
}

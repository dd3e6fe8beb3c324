// Says which runs are alive by locks that the operating system drops when their process ends, however it ends.
import { existsSync, rmSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { isBusy } from '../file/errors.ts'
import { stopRenewing } from './renewal.ts'

/** Held by this process; a handle that is collected would free its lock. */
const held = new Map<string, DatabaseSync>()

/**
 * A busy error of SQLite when somebody else holds the lock. Rejected alternatives: a pid is reused across containers, and a heartbeat
 * stops when a task blocks the event loop.
 */
export function holdLock(path: string): () => void {
  let lock = lockFile(path)
  // Whoever held it before may have removed the file after we opened it: our lock would be on a file that nobody else finds.
  while (lock === null) lock = lockFile(path)
  const holder = lock
  held.set(path, holder)
  return () => {
    if (!held.delete(path)) return
    stopRenewing(path)
    const isRemoved = removeFile(path)
    holder.close()
    // Windows removes no file that is open.
    if (!isRemoved) removeFile(path)
  }
}

/** `null` unless what is locked is the file that the path named before it was opened, and still does. */
function lockFile(path: string): DatabaseSync | null {
  const before = fileNumber(path)
  const lock = new DatabaseSync(path, { timeout: 0 })
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    throw error
  }
  if (before !== undefined && fileNumber(path) === before) return lock
  lock.close()
  return null
}

function removeFile(path: string): boolean {
  try {
    rmSync(path, { force: true })
    return true
  } catch {
    return false
  }
}

function fileNumber(path: string): bigint | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.ino
}

/** When its holder last said that it runs, on the clock of the file system: of use only to see that it changes. */
export function markOf(path: string): string {
  return String(statSync(path, { bigint: true, throwIfNoEntry: false })?.mtimeNs ?? '')
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

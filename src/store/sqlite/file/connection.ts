// Opens SQLite files the safe way and begins write transactions that wait their turn without stopping this process.
import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { AssayError } from '../../../base/errors.ts'
import { explainError, isBusy, resultCode } from './errors.ts'

/** How long a write waits for other writers before it is an error. */
export const lockDeadlineMs = 10_000

/** 3.7.0 to 3.51.2 can lose commits when two connections of one WAL file reset it (sqlite.org/wal.html, "the WAL-reset bug"). */
const firstSafeVersion = [3, 51, 3]

/** Opens for writing; makes the file, but not its folder. */
export function openForWriting(location: string): DatabaseSync {
  if (location !== ':memory:' && !existsSync(dirname(resolve(location)))) {
    throw new AssayError(
      'file_not_found',
      `The folder of ${location} does not exist.`,
      `make it first: mkdir -p ${dirname(location)}`,
    )
  }
  return open(location, () => new DatabaseSync(pathOf(location), { timeout: 0 }))
}

/** Opens an existing file for reading; makes none. */
export function openForReading(location: string): DatabaseSync {
  if (!existsSync(location)) {
    throw new AssayError(
      'file_not_found',
      `There is no database at ${location}.`,
      'check the path, or make one: assay run FILE --db PATH',
    )
  }
  if (!statSync(location).isFile())
    throw new AssayError('not_a_database', `${location} is a folder, not a database.`, 'give the path of the file')
  return open(location, () => {
    const database = new DatabaseSync(pathOf(location), { readOnly: true, timeout: 1_000 })
    try {
      database.prepare('SELECT COUNT(*) FROM sqlite_schema').get()
      return database
    } catch (error) {
      database.close()
      if (resultCode(error) === 8 || resultCode(error) === 14) return openUnwritable(location)
      throw error
    }
  })
}

/** An absolute path: SQLite takes an empty name for a file that goes away when it is closed, and `file:…` for a URL. */
function pathOf(location: string): string {
  return location === ':memory:' ? location : resolve(location)
}

/** A WAL file in a folder that may not be written: it can be read as it is, when all of it is in the file itself. */
function openUnwritable(location: string): DatabaseSync {
  const wal = statSync(`${location}-wal`, { throwIfNoEntry: false })
  if (wal !== undefined && wal.size > 0) {
    throw new AssayError(
      'read_only',
      `${location} has unmerged writes beside it, and its folder cannot be written.`,
      'copy it with its -wal file to a folder of yours',
    )
  }
  const url = pathToFileURL(resolve(location))
  url.searchParams.set('immutable', '1')
  return new DatabaseSync(url, { readOnly: true })
}

function open(location: string, connect: () => DatabaseSync): DatabaseSync {
  requireSafeVersion()
  try {
    return connect()
  } catch (error) {
    throw explainError(error, location)
  }
}

/** Asked in memory: asked of the file, even the version waits for whoever has locked it. */
function requireSafeVersion(): void {
  const memory = new DatabaseSync(':memory:')
  const version = String(memory.prepare('SELECT sqlite_version() AS version').get()?.['version'])
  memory.close()
  const parts = version.split('.').map(Number)
  const difference = firstSafeVersion.map((part, i) => (parts[i] ?? 0) - part).find(part => part !== 0) ?? 0
  if (difference >= 0) return
  throw new AssayError(
    'sqlite_unsafe',
    `This Node brings SQLite ${version}, which can lose commits.`,
    'update Node 24 to its newest release',
  )
}

/** Runs `attempt` until no other connection is in its way: jittered, fair, and with a deadline of our own. */
export async function whenFree<T>(location: string, attempt: () => T, deadlineMs = lockDeadlineMs): Promise<T> {
  const start = performance.now()
  for (;;) {
    try {
      return attempt()
    } catch (error) {
      if (!isBusy(error) || performance.now() - start > deadlineMs) throw explainError(error, location)
    }
    await sleep(1 + Math.random() * 4)
  }
}

/** Reads one state of the file, whatever others commit meanwhile. */
export function inSnapshot<T>(database: DatabaseSync, read: () => T): T {
  if (database.isTransaction) return read()
  database.exec('BEGIN')
  try {
    return read()
  } finally {
    database.exec('COMMIT')
  }
}

// Opens a file that is Assay's, or makes it so: what is somebody else's, or of a newer version, is refused and left as it was.
import { existsSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { AssayError } from '../../../base/errors.ts'
import { openForReading, openForWriting, whenFree } from './connection.ts'
import { explainError } from './errors.ts'
import { migrations } from './migrations.ts'
import { createSchema, inspectFile, markCurrent, versionOf } from './schema.ts'

/** An existing file of this version. */
export function openToRead(location: string): DatabaseSync {
  const database = openForReading(location)
  try {
    requireCurrent(database, location)
    return database
  } catch (error) {
    database.close()
    throw explainError(error, location)
  }
}

/** A file of this version: an empty one is filled, an older one brought forward. */
export async function openToWrite(location: string, deadlineMs?: number): Promise<DatabaseSync> {
  await refuseUnmerged(location, deadlineMs)
  const database = openForWriting(location)
  try {
    await prepare(database, location, deadlineMs)
    return database
  } catch (error) {
    database.close()
    throw explainError(error, location)
  }
}

function requireCurrent(database: DatabaseSync, location: string): void {
  const kind = inspectFile(database, location)
  if (kind === 'empty')
    throw new AssayError('not_assay', `${location} holds nothing yet.`, 'run a benchmark into it first: assay run FILE --db PATH')
  if (kind === 'older')
    throw new AssayError(
      'schema_older',
      `${location} was written by an older version of assay.`,
      'run any benchmark into it, which brings it forward',
    )
}

/** A file with a write-ahead log is looked at by a reader first: the last writer to close it would merge the log into it. */
async function refuseUnmerged(location: string, deadlineMs?: number): Promise<void> {
  if (location === ':memory:' || !existsSync(`${location}-wal`) || !existsSync(location)) return
  const database = await whenFree(location, () => openForReading(location), deadlineMs)
  try {
    await whenFree(location, () => inspectFile(database, location), deadlineMs)
  } finally {
    database.close()
  }
}

async function prepare(database: DatabaseSync, location: string, deadlineMs?: number): Promise<void> {
  // Looked at before anything is written: WAL mode itself would change a file that is not ours.
  const kind = await whenFree(location, () => inspectFile(database, location), deadlineMs)
  if (location !== ':memory:') await whenFree(location, () => database.exec('PRAGMA journal_mode = WAL'), deadlineMs)
  database.exec('PRAGMA synchronous = NORMAL; PRAGMA cache_size = -64000; PRAGMA mmap_size = 268435456')
  if (kind === 'current') return
  await whenFree(location, () => database.exec('BEGIN IMMEDIATE'), deadlineMs)
  try {
    bringForward(database, location)
    database.exec('COMMIT')
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

/** Looked at again inside the transaction: another process may have been first. */
function bringForward(database: DatabaseSync, location: string): void {
  const kind = inspectFile(database, location)
  if (kind === 'current') return
  if (kind === 'empty') createSchema(database)
  else for (const migrate of migrations.slice(versionOf(database) - 1)) migrate(database)
  markCurrent(database)
}

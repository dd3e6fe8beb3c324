// Says in a sentence what a failing SQLite call means for the user's file.
import { AssayError, type ErrorCode } from '../../../base/errors.ts'

interface SqliteError extends Error {
  readonly errcode: number
}

function isSqliteError(error: unknown): error is SqliteError {
  return error instanceof Error && typeof (error as Partial<SqliteError>).errcode === 'number'
}

/** SQLite's primary result code of an error, or `null` for any other error. */
export function resultCode(error: unknown): number | null {
  return isSqliteError(error) ? error.errcode & 0xff : null
}

/** Another connection holds the lock: worth trying again. */
export function isBusy(error: unknown): boolean {
  const code = resultCode(error)
  return code === 5 || code === 6
}

const meanings: Readonly<Record<number, readonly [ErrorCode, what: string, hint: string]>> = {
  5: ['locked', 'is locked by another process', 'wait until it is done, or end it, and try again; nothing was lost'],
  6: ['locked', 'is locked by another connection', 'wait until it is done and try again; nothing was lost'],
  8: ['read_only', 'cannot be written', 'check the permissions of the file and of its folder'],
  10: [
    'io',
    'could not be read or written',
    'check that the disk has room (and any size limit) and is healthy, then run the same command again; what was stored is kept',
  ],
  11: ['damaged', 'is damaged', 'restore it from a copy; `assay doctor --db FILE` says what is wrong'],
  13: [
    'disk_full',
    'cannot grow, because the disk is full',
    'make room, then run the same command again; what was stored is kept',
  ],
  14: ['io', 'could not be opened', 'check that the folder exists and may be written'],
  23: ['sql_refused', 'allows reading only', 'use a query that only reads: SELECT …'],
  26: ['not_a_database', 'is not a database', 'give the path of a file that assay made, or of a new one'],
}

/** The same error as one for people: an `AssayError` for what the world did, any other error as it is. */
export function explainError(error: unknown, location: string): unknown {
  const meaning = meanings[resultCode(error) ?? 0]
  if (meaning === undefined) return error
  const [code, what, hint] = meaning
  return new AssayError(code, `${location} ${what}: ${(error as Error).message}`, hint, error)
}

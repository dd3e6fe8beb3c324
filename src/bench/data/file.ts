// Opens a data file for streaming, with an error that says what is wrong with the path.
import { createReadStream, existsSync, type ReadStream, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AssayError } from '../../base/errors.ts'

/** The file's path, for reading and for errors. A relative one is relative to the working directory. */
export function dataPath(path: string | URL): string {
  return path instanceof URL ? fileURLToPath(path) : path
}

export function streamFile(path: string): ReadStream {
  if (!existsSync(path)) {
    throw new AssayError(
      'file_not_found',
      `There is no file at ${path}.`,
      `paths are relative to the working directory, here ${resolve('.')}`,
    )
  }
  if (statSync(path).isDirectory())
    throw new AssayError('data_invalid', `${path} is a folder, not a file.`, 'give the path of the file')
  return createReadStream(path)
}

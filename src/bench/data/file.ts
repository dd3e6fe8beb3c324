// Reads a data file as a stream of text, with an error that says what is wrong with the path.
import { createReadStream, existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AssayError } from '../../base/errors.ts'

/** The file's path, for reading and for errors. A relative one is relative to the working directory. */
export function dataPath(path: string | URL): string {
  return path instanceof URL ? fileURLToPath(path) : path
}

/** The text of a file in pieces, without its byte order mark. */
export async function* readText(path: string): AsyncGenerator<string> {
  if (!existsSync(path)) {
    throw new AssayError(
      'file_not_found',
      `There is no file at ${path}.`,
      `paths are relative to the working directory, here ${resolve('.')}`,
    )
  }
  if (statSync(path).isDirectory())
    throw new AssayError('data_invalid', `${path} is a folder, not a file.`, 'give the path of the file')
  let isFirst = true
  try {
    for await (const piece of createReadStream(path, 'utf8') as AsyncIterable<string>) {
      yield isFirst ? piece.replace(/^\uFEFF/, '') : piece
      isFirst = false
    }
  } catch (error) {
    throw new AssayError(
      'io',
      `${path} could not be read: ${(error as Error).message}.`,
      'check the file and its permissions',
      error,
    )
  }
}

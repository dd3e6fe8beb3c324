// The content of a file, read piece by piece whenever it is asked for.
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createHash } from 'node:crypto'
import { AssayError } from '../base/errors.ts'
import { type AssetReference, type Content, verified } from '../record/asset.ts'

const pieceBytes = 1024 * 1024

/** The hash is computed when it is first asked for. A file that changes later is an `asset_damaged` error when it is stored. */
export function fileContent(url: URL, mediaType: string): Content {
  if (url.protocol !== 'file:') throw new TypeError(`expected the URL of a file, got ${url.href}; fetch it, and give its bytes`)
  const path = fileURLToPath(url)
  const about = statSync(path, { throwIfNoEntry: false })
  if (about?.isDirectory())
    throw new AssayError(
      'file_not_found',
      `${path} is a folder, not a file.`,
      'an asset is made of one file; pack the folder first',
    )
  if (!about?.isFile())
    throw new AssayError('file_not_found', `There is no file at ${path}.`, 'check the path; an asset is made of one file')
  let reference: AssetReference | null = null
  const describe = (): AssetReference => {
    const digest = createHash('sha256')
    let bytes = 0
    for (const piece of pieces(path)) {
      digest.update(piece)
      bytes += piece.length
    }
    return { hash: digest.digest('hex'), bytes, mediaType, kind: 'bytes' }
  }
  const known = () => (reference ??= describe())
  return {
    isLazy: true,
    get reference() {
      return known()
    },
    chunks: () => verified(known(), pieces(path)),
  }
}

function* pieces(path: string): Generator<Uint8Array> {
  const file = openFile(path)
  try {
    for (;;) {
      const piece = new Uint8Array(pieceBytes)
      const length = readSync(file, piece)
      if (length === 0) return
      yield piece.subarray(0, length)
    }
  } finally {
    closeSync(file)
  }
}

function openFile(path: string): number {
  try {
    return openSync(path, 'r')
  } catch (error) {
    throw new AssayError(
      'io',
      `${path} cannot be read: ${(error as Error).message}.`,
      'check that it is there, and who may read it',
      error,
    )
  }
}

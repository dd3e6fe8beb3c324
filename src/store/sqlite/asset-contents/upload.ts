// Stores a content of any size in small transactions, so that nobody waits long: its parts first, its name last.
import { createHash, randomUUID } from 'node:crypto'
import { AssayError } from '../../../base/errors.ts'
import { kindOf } from '../../../base/kind.ts'
import type { AssetReference } from '../../../record/asset.ts'
import { type AssetTable, partBytes } from './asset-table.ts'
import type { Transactions } from '../writing/transactions.ts'

type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

/** What the content turned out to be. A failing source leaves nothing; a kill leaves parts without a name, which are collected later. */
export async function upload(
  transactions: Transactions,
  table: AssetTable,
  pieces: Pieces,
  about: Pick<AssetReference, 'mediaType' | 'kind'>,
): Promise<AssetReference> {
  const token = randomUUID()
  const row = await transactions.run(() => table.begin(token))
  try {
    const { hash, bytes } = await storeParts(transactions, table, pieces, row, token)
    const reference = { hash, bytes, ...about }
    insist(await transactions.run(() => table.finish(row, token, reference)))
    return reference
  } catch (error) {
    await transactions.run(() => table.drop(row, token)).catch(() => {})
    throw error
  }
}

async function storeParts(
  transactions: Transactions,
  table: AssetTable,
  pieces: Pieces,
  row: number,
  token: string,
): Promise<{ readonly hash: string; readonly bytes: number }> {
  const digest = createHash('sha256')
  const part = new Uint8Array(partBytes)
  let [bytes, count, filled] = [0, 0, 0]
  const store = async () => {
    const [number, content] = [count++, part.subarray(0, filled)]
    insist(await transactions.run(() => table.append(row, token, number, content)))
    filled = 0
  }
  for await (const piece of pieces) {
    if (!(piece instanceof Uint8Array)) throw new TypeError(`expected a stream of bytes, got a piece that is ${kindOf(piece)}`)
    digest.update(piece)
    bytes += piece.length
    for (let at = 0; at < piece.length; ) {
      const size = Math.min(partBytes - filled, piece.length - at)
      part.set(piece.subarray(at, at + size), filled)
      filled += size
      at += size
      if (filled === partBytes) await store()
    }
  }
  if (filled > 0) await store()
  return { hash: digest.digest('hex'), bytes }
}

function insist(isThere: boolean): void {
  if (isThere) return
  throw new AssayError(
    'asset_not_found',
    'The asset that was being stored was collected meanwhile, because nothing of it came for longer than the grace period.',
    'store it again; give `assay assets gc` a longer --grace',
  )
}

// Takes the datapoints of an export into a ledger: all lines are checked before the first is stored, and no result is overwritten.
import { createReadStream, statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { AssayError } from '../../base/errors.ts'
import { encodeApart } from '../../record/large.ts'
import { decodeTagged } from '../../record/tagged.ts'
import { openContent } from '../../record/untag.ts'
import type { Admitted } from '../../store/datapoints.ts'
import { openStore } from '../../store/open.ts'
import type { Row, Store } from '../../store/store.ts'
import { type Line, fromLine } from './line.ts'

/** Lines that share a transaction. */
const pageSize = 500

/**
 * Adds the datapoints of a file that `exportDatapoints` wrote; makes the database if it is not there. A result that is there already stays;
 * a failure gives way to a result. A line that is not what its key says is the `AssayError` `data_invalid` with its number, an asset
 * that is not in the database `asset_not_found`; then nothing is stored.
 */
export async function importDatapoints(location: string, file: string): Promise<Admitted> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new AssayError('file_not_found', `There is no file at ${file}.`, 'make one: assay cache export DB FILE')
  for await (const page of pagesOf(file)) page.forEach(({ text, number }) => read(file, number, text))
  await using store = await openStore(location, { mode: 'write' })
  for await (const page of pagesOf(file)) await checkAssets(store, file, page)
  let total: Admitted = { added: 0, replaced: 0, present: 0 }
  for await (const page of pagesOf(file)) {
    const { added, replaced, present } = await admit(
      store,
      page.map(({ text, number }) => read(file, number, text)),
    )
    total = { added: total.added + added, replaced: total.replaced + replaced, present: total.present + present }
  }
  return total
}

interface NumberedText {
  readonly text: string
  readonly number: number
}

async function* pagesOf(file: string): AsyncGenerator<NumberedText[]> {
  let page: NumberedText[] = []
  let number = 0
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    number++
    if (text.trim() === '') continue
    if (page.push({ text, number }) < pageSize) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}

function read(file: string, number: number, text: string): Line {
  try {
    return fromLine(text)
  } catch (error) {
    const reason = error instanceof SyntaxError ? `it is no JSON (${error.message})` : (error as Error).message
    const message = `Line ${number} of ${file} is no datapoint: ${reason}.`
    throw new AssayError('data_invalid', message, 'export it again, unchanged; nothing was stored', error)
  }
}

async function checkAssets(store: Store, file: string, page: readonly NumberedText[]): Promise<void> {
  for (const { text, number } of page) {
    const hashes = new Set<string>()
    const { result, recorded } = read(file, number, text)
    for (const value of [result, recorded]) {
      if (value?.includes('$asset') !== true) continue
      decodeTagged(value, (reference, isLarge) => {
        hashes.add(reference.hash)
        return openContent(store.assets.content(reference), isLarge)
      })
    }
    for (const hash of hashes) {
      if ((await store.assets.list(hash)).length > 0) continue
      const message = `Line ${number} of ${file} refers to the asset ${hash.slice(0, 12)}, which is not in ${store.location}.`
      const hint = `copy it first: assay assets get, then assay assets put ${store.location} FILE; nothing was stored`
      throw new AssayError('asset_not_found', message, hint)
    }
  }
}

async function admit(store: Store, lines: readonly Line[]): Promise<Admitted> {
  const rows: Row[] = []
  for (const { row, result, recorded } of lines)
    rows.push({ ...row, result: await keepApart(store, result), recorded: await keepApart(store, recorded) })
  const inputs = new Map(lines.map(({ row, inputText }) => [String(row['input']), inputText]))
  return store.datapoints.admit(
    rows,
    [...inputs].map(([digest, value]) => ({ digest, value })),
  )
}

/** The text as the ledger has it: what is large in it stands apart. */
async function keepApart(store: Store, tagged: string | null): Promise<string | null> {
  if (tagged === null) return null
  const value = decodeTagged(tagged, (reference, isLarge) => openContent(store.assets.content(reference), isLarge))
  const { text, contents } = encodeApart(value, 'the result')
  for (const content of contents) await store.assets.keep(content)
  return text
}

// assay assets get DB HASH: the content of an asset, into a file or to stdout.
import { existsSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { AssayError } from '../../../base/errors.ts'
import { plural } from '../../../report/numbers.ts'
import { openReader } from '../../../tracker/reader.ts'
import type { Command, Input, Result } from '../../command.ts'

export const command: Command = {
  about:
    'Writes the content of an asset into a file, or to stdout; with --json and no --out it is the key value. What is not as its hash says is an error, ' +
    'and no file is left',
  positionals: [
    { name: 'DB', about: 'the path of a database' },
    { name: 'HASH', about: 'its hash, or six or more of the first digits' },
  ],
  flags: { out: { kind: 'text', value: 'FILE', about: 'a new file (default stdout)' } },
  example: 'assay assets get lab.db 2c26b46b68ff --out weights.bin',
  run: runCommand,
}

async function runCommand({ positionals: [db = '', digits = ''], flags }: Input): Promise<Result> {
  const out = (flags['out'] as string | undefined) ?? null
  if (out !== null) {
    const about = await writeTo(out, db, digits)
    return { data: { ...about, out }, text: `${plural(about.bytes, 'byte')} in ${out}` }
  }
  if (flags['json'] !== true) return { data: {}, text: '', output: pieces(db, digits) }
  await using reader = await openReader(db, { table: 'runs' })
  const asset = await reader.asset<unknown>(digits)
  const { hash, bytes, mediaType } = asset
  return { data: { hash, bytes, media_type: mediaType, out, value: await asset.load() }, text: '' }
}

async function* pieces(db: string, digits: string): AsyncGenerator<Uint8Array> {
  await using reader = await openReader(db, { table: 'runs' })
  const asset = await reader.asset(digits)
  yield* asset.stream()
}

/** Under another name until it is whole. */
async function writeTo(out: string, db: string, digits: string): Promise<{ hash: string; bytes: number; media_type: string }> {
  if (existsSync(out)) throw new AssayError('file_exists', `${out} is there already.`, 'name another file; nothing was written')
  await using reader = await openReader(db, { table: 'runs' })
  const asset = await reader.asset(digits)
  const part = `${out}.part-${process.pid}`
  const file = await openPart(part, out)
  try {
    for await (const piece of asset.stream()) await file.writeFile(piece)
    await file.close()
    await rename(part, out)
  } catch (error) {
    await file.close()
    await rm(part, { force: true })
    throw error instanceof AssayError ? error : cannotWrite(out, error)
  }
  return { hash: asset.hash, bytes: asset.bytes, media_type: asset.mediaType }
}

async function openPart(part: string, out: string) {
  try {
    return await open(part, 'wx')
  } catch (error) {
    throw cannotWrite(out, error)
  }
}

function cannotWrite(out: string, error: unknown): AssayError {
  return new AssayError('io', `${out} cannot be written: ${(error as Error).message}.`, 'check its folder and the disk', error)
}

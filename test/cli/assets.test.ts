// Checks `assay assets`: what each of its commands says and does, and what it refuses.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { asset, openTracker } from 'assay'
import { temporaryFolder } from '../fixtures/folder.ts'
import { assay, assayJson, assertRefused, startShell } from './assay.ts'

const bytes = Uint8Array.from({ length: 3_000 }, (_, i) => i % 256)
const hash = createHash('sha256').update(bytes).digest('hex')

/** A folder with a file, and a database that holds it. */
async function laboratory(t: TestContext): Promise<string> {
  const cwd = temporaryFolder(t)
  writeFileSync(join(cwd, 'weights.bin'), bytes)
  const { code, stdout, stderr } = await assay(['assets', 'put', 'lab.db', 'weights.bin'], { cwd })
  assert.deepEqual([code, stdout, stderr], [0, `${hash}\n`, '3,000 bytes in lab.db\n'])
  return cwd
}

test('put and get: into a file, through a pipe, as JSON', async t => {
  const cwd = await laboratory(t)
  assert.equal(
    (await assay(['assets', 'get', 'lab.db', hash.slice(0, 6), '--out', 'copy.bin'], { cwd })).stdout,
    '3,000 bytes in copy.bin\n',
  )
  assert.deepEqual(new Uint8Array(readFileSync(join(cwd, 'copy.bin'))), bytes)
  assert.equal((await startShell(`assay assets get lab.db ${hash} > piped.bin`, { cwd }).ended).code, 0)
  assert.deepEqual(new Uint8Array(readFileSync(join(cwd, 'piped.bin'))), bytes)
  const { data } = await assayJson(['assets', 'get', 'lab.db', hash], { cwd })
  const media_type = 'application/octet-stream'
  assert.deepEqual(data, { hash, bytes: 3_000, media_type, out: null, value: { $bytes: Buffer.from(bytes).toString('base64') } })
  const put = await assayJson(['assets', 'put', 'lab.db', 'copy.bin', '--media-type', 'x/y'], { cwd })
  assert.deepEqual([put.command, put.data], ['assets put', { hash, bytes: 3_000, media_type: 'x/y' }])
})

test('ls counts what refers to each', async t => {
  const cwd = await laboratory(t)
  await using tracker = await openTracker(join(cwd, 'lab.db'))
  await tracker.log({ model: asset(bytes) })
  const { data } = await assayJson(['assets', 'ls', 'lab.db'], { cwd })
  const [{ stored_at: _, ...listed } = {}, ...others] = data!['assets'] as unknown as Record<string, unknown>[]
  assert.deepEqual([listed, others], [{ hash, bytes: 3_000, media_type: 'application/octet-stream', references: 1 }, []])
  assert.match(
    (await assay(['assets', 'ls', 'lab.db'], { cwd })).stdout,
    new RegExp(`^${hash.slice(0, 12)} +3,000 +application/octet-stream +1$`, 'm'),
  )
  assertRefused(await assay(['assets', 'delete', 'lab.db', hash], { cwd }), 2, /is in use: 1 row refers to it\./)
})

test('delete and gc, first as a dry run', async t => {
  const cwd = await laboratory(t)
  const short = hash.slice(0, 12)
  assert.equal((await assay(['assets', 'gc', 'lab.db'], { cwd })).stdout, 'deleted 0 assets, 0 bytes\n')
  const dry = await assayJson(['assets', 'gc', 'lab.db', '--grace', '1ms', '--dry-run'], { cwd })
  assert.deepEqual([dry.data?.['bytes'], dry.data?.['unfinished'], dry.data?.['dry_run']], [3_000, 0, true])
  assert.equal(
    (await assay(['assets', 'delete', 'lab.db', hash, '--dry-run'], { cwd })).stdout,
    `would delete ${short}, 3,000 bytes\n`,
  )
  assert.equal(
    (await assay(['assets', 'gc', 'lab.db', '--grace', '1ms'], { cwd })).stdout,
    `deleted 1 asset, 3,000 bytes\n  ${short}  3,000 bytes\n`,
  )
  assert.equal((await assay(['assets', 'ls', 'lab.db'], { cwd })).stdout, 'No assets in lab.db yet.\n')
  await laboratory(t)
})

test('what is refused leaves nothing behind', async t => {
  const cwd = await laboratory(t)
  const refused = async (words: readonly string[], code: number, message: RegExp) =>
    assertRefused(await assay(['assets', ...words], { cwd }), code, message)
  await refused([], 2, /^`assay assets` needs one more word: assets ls, /)
  await refused(['lst'], 2, /^There is no command `assets lst`\. Did you mean `assets ls`\?/)
  await refused(['get', 'lab.db', 'ffffff'], 2, /^There is no asset ffffff in lab\.db\./)
  await refused(['get', 'lab.db', 'xyz'], 2, /^expected the hash of an asset, or 6 or more of its first digits, got xyz/)
  await refused(['get', 'lab.db', hash, '--out', 'weights.bin'], 3, /^weights\.bin is there already\./)
  await refused(['get', 'lab.db', hash, '--out', 'none/x'], 3, /^none\/x cannot be written: /)
  await refused(['put', 'lab.db', 'none'], 3, /^There is no file at .*none\./)
  await refused(['put', 'new.db', '.'], 3, /is a folder, not a file\./)
  await refused(['ls', 'none.db'], 3, /^There is no database at none\.db\./)
  // SQLite's own files beside a database come and go with its readers.
  const files = readdirSync(cwd).filter(name => !/-(?:shm|wal)$/.test(name))
  assert.deepEqual(files.sort(), ['lab.db', 'weights.bin'])
  assert.match((await assay(['assets', '--help'], { cwd })).stdout, /^ {2}assets gc +delete/m)
})

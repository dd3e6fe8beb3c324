// Checks what becomes of a value that is made an asset: the same value back, one hash for one content, and words for what cannot be one.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { pathToFileURL } from 'node:url'
import { type Asset, asset, openReader, openTracker } from 'assay'
import * as fc from 'fast-check'
import { canonical } from '../../src/identity/canonical.ts'
import { temporaryFolder } from '../fixtures/folder.ts'

const folder = temporaryFolder()
const db = join(folder, 'lab.db')
const hashOf = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex')

/** What comes back through a row, on another connection. */
async function stored(value: never): Promise<unknown> {
  await using tracker = await openTracker(db)
  const { row_id } = await tracker.log({ value: asset(value) })
  await using reader = await openReader(db, { table: 'events' })
  const [row] = await reader.rows({ where: { row_id } })
  return await (row!['value'] as Asset<unknown>).load()
}

test('bytes, texts and JSON come back as they were, from memory and from a store', async () => {
  const value = fc.oneof(
    fc.uint8Array({ maxLength: 100 }),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('', '\uFEFFbom', '\uD800', 'a\0b', '{"$asset":{}}'),
    fc.jsonValue({ noUnicodeString: false } as never),
  )
  await fc.assert(
    fc.asyncProperty(value, async one => {
      assert.deepEqual(await asset(one as never).load(), one)
      assert.deepEqual(await stored(one as never), one)
    }),
    { numRuns: 40 },
  )
  assert.deepEqual(await stored({ at: new Date(5), big: 5n, nan: Number.NaN } as never), {
    at: new Date(5),
    big: 5n,
    nan: Number.NaN,
  })
})

test('the hash is that of the content, and equal contents are one asset of each kind', async () => {
  assert.deepEqual({ ...asset('hi') }, { hash: hashOf('hi'), bytes: 2, mediaType: 'text/plain; charset=utf-8' })
  assert.equal(asset(Buffer.from('hi')).mediaType, 'application/octet-stream')
  assert.deepEqual({ ...asset([1, 'x']) }, { hash: hashOf('[1,"x"]'), bytes: 7, mediaType: 'application/json' })
  assert.equal(asset('hi', { mediaType: 'text/markdown' }).mediaType, 'text/markdown')
  assert.deepEqual(asset('hi'), asset('hi'))
  assert.notDeepEqual(asset('hi'), asset('ho'))
  assert.match(inspect(asset('hi')), /^Asset \{\s+hash: '8f43/)
})

test('what changes after it became an asset changes nothing in it', async () => {
  const bytes = new Uint8Array([1, 2])
  const made = asset(bytes)
  bytes.fill(9)
  const loaded = await made.load()
  loaded.fill(8)
  assert.deepEqual(await made.load(), new Uint8Array([1, 2]))
})

test('a file is read when it is stored, and named where it is missing or changed', async () => {
  const path = join(folder, 'weights.bin')
  writeFileSync(path, 'weights')
  const made = asset(pathToFileURL(path))
  assert.deepEqual([made.hash, made.bytes], [hashOf('weights'), 7])
  assert.equal(String(await buffer(made.stream())), 'weights')
  await using tracker = await openTracker(db)
  assert.deepEqual(await (await tracker.asset(pathToFileURL(path))).load(), new Uint8Array(Buffer.from('weights')))
  const changed = asset(pathToFileURL(path), { mediaType: 'x/y' })
  writeFileSync(path, 'new weights')
  assert.equal(changed.hash, hashOf('new weights'))
  writeFileSync(path, 'newer weights')
  await assert.rejects(tracker.log({ changed }), { code: 'asset_damaged' })
  assert.throws(() => asset(pathToFileURL(join(folder, 'none'))), { code: 'file_not_found' })
  assert.throws(() => asset(new URL('https://example.org/x')), /^TypeError: expected the URL of a file, got https:/)
})

test('the asset of a stream has a hash once it is stored, and says so before', async () => {
  const made = asset(new Blob(['some', 'thing']).stream())
  const early = /^TypeError: expected the asset of a stream to be stored first, because its hash is not known/
  assert.throws(() => made.hash, early)
  await assert.rejects(made.load(), early)
  await using tracker = await openTracker(db)
  const [one, two] = await Promise.all([tracker.log({ made, list: [made] }), tracker.log({ made })])
  assert.deepEqual([one.made.hash, two.made.hash, made.hash], Array(3).fill(hashOf('something')))
  assert.deepEqual(await made.load(), new Uint8Array(Buffer.from('something')))
  await assert.rejects(tracker.log({ made: asset(new ReadableStream({ pull: c => c.enqueue('text') }) as never) }), {
    message: 'expected a stream of bytes, got a piece that is a text',
  })
})

test('identity is the content and its kind', () => {
  const same = canonical({ model: asset('1') })
  assert.equal(canonical({ model: asset('1', { mediaType: 'x/y' }) }), same)
  const others = [asset('2'), asset(1), asset(Buffer.from('1')), '1'].map(model => canonical({ model }))
  assert.equal(new Set([same, ...others]).size, 5)
})

test('what cannot be an asset is named', () => {
  const refused: readonly (readonly [unknown, RegExp])[] = [
    [undefined, /to be bytes, text, JSON, a stream or a file URL, got undefined/],
    [{ run() {} }, /expected the value of an asset\.run to be plain data/],
    [[asset('x')], /expected the value of an asset to hold no assets/],
  ]
  for (const [value, message] of refused) assert.throws(() => asset(value as never), { name: 'TypeError', message })
  assert.throws(() => asset('x', { mediaType: 'text' }), /^TypeError: expected `mediaType` to be a media type/)
})

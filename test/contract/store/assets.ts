// Contract: a content is stored once and whole or not at all, is checked when it is read, and goes only when nobody wants it.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Content, createAsset, readContent } from '../../../src/record/asset.ts'
import { contentInMemory } from '../../../src/record/large.ts'
import { decodeTagged } from '../../../src/record/tagged.ts'
import type { Store } from '../../../src/store/store.ts'
import { type StoreTest, insert, read } from './rows.ts'

const bytesOf = (size: number, seed = 1) => Uint8Array.from({ length: size }, (_, i) => (i * 7 + seed) % 251)
const kept = (content: Content) => readContent(content, decodeTagged)
const about = { mediaType: 'text/plain', kind: 'bytes' } as const

async function* pieces(...all: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* all
}

async function hashes(store: Store): Promise<string[]> {
  return (await store.assets.list()).map(({ hash }) => hash)
}

export function assetTests(storeTest: StoreTest): void {
  storeTest('contents of every size come back, each stored once', async store => {
    for (const size of [0, 1, 1024 * 1024 - 1, 1024 * 1024, 1024 * 1024 + 1, 9 * 1024 * 1024 + 5]) {
      const content = contentInMemory(bytesOf(size), 'bytes')
      const stored = await store.assets.keep(content)
      assert.deepEqual(stored.reference, content.reference)
      assert.ok(Buffer.compare(kept(stored) as Uint8Array, bytesOf(size)) === 0, String(size))
      await store.assets.keep(content)
    }
    assert.equal((await hashes(store)).length, 6)
  })

  storeTest('pieces of any size are the content that they make together', async store => {
    const whole = bytesOf(3 * 1024 * 1024 + 17)
    const parts = [whole.subarray(0, 5), whole.subarray(5, 5), whole.subarray(5, 2_500_000), whole.subarray(2_500_000)]
    const { reference } = await store.assets.put(pieces(...parts), about)
    assert.deepEqual(reference, { hash: createHash('sha256').update(whole).digest('hex'), bytes: whole.length, ...about })
    const again = await store.assets.put(pieces(whole), about)
    assert.deepEqual(again.reference, reference)
    assert.ok(Buffer.compare(kept(again) as Uint8Array, whole) === 0)
    assert.deepEqual(await hashes(store), [reference.hash])
  })

  storeTest('a source that fails leaves nothing', async store => {
    async function* failing() {
      yield bytesOf(2 * 1024 * 1024)
      throw new Error('the line is down')
    }
    await assert.rejects(store.assets.put(failing(), about), { message: 'the line is down' })
    await assert.rejects(store.assets.put(pieces('text' as never), about), /^TypeError: expected a stream of bytes, got/)
    assert.deepEqual(await hashes(store), [])
    const { rows } = await store.sql('SELECT COUNT(*) FROM assay_asset_parts')
    assert.deepEqual(rows, [[0]])
  })

  storeTest('a row and what it refers to are stored together, or neither is', async store => {
    const [good, lost] = [contentInMemory(bytesOf(10), 'bytes'), contentInMemory(bytesOf(11), 'bytes')]
    await insert(store, [{ model: createAsset(good, decodeTagged), list: [createAsset(good, decodeTagged)] }])
    const rows = [{ model: createAsset(lost, decodeTagged) }]
    await assert.rejects(
      store.commit([
        { type: 'insert', table: 'metrics', rows },
        { type: 'insert', table: 'Metrics', rows },
      ]),
      { code: 'table_invalid' },
    )
    assert.deepEqual(await hashes(store), [good.reference.hash])
    const [row] = (await read(store)) as [{ model: { hash: string; load(): Promise<unknown> }; list: [{ hash: string }] }]
    assert.deepEqual([row.model.hash, row.list[0].hash], [good.reference.hash, good.reference.hash])
    assert.deepEqual(await row.model.load(), bytesOf(10))
  })

  storeTest('an asset that is not there cannot be referred to', async store => {
    const content = await store.assets.keep(contentInMemory(bytesOf(5), 'bytes'))
    await store.assets.delete([content.reference.hash], new Date(Date.now() + 60_000))
    const row = { model: createAsset(content, decodeTagged) }
    await assert.rejects(insert(store, [row]), { code: 'asset_not_found' })
    assert.equal(await store.count('metrics'), 0)
  })

  storeTest('what refers to an asset is counted by rows, wherever it stands', async store => {
    const content = contentInMemory(bytesOf(5), 'bytes')
    const model = createAsset(content, decodeTagged)
    const quoted = JSON.stringify({ $asset: { hash: 'f'.repeat(64) } })
    await insert(store, [{ model }, { model: 1, other: { deep: [model, model] } }, { other: quoted, text: quoted }, {}])
    const wide = Object.fromEntries(Array.from({ length: 1_100 }, (_, i) => [`key ${i}`, i]))
    await insert(store, [{ ...wide, last: model }])
    const result = `{"model":{"$asset":{"hash":"${content.reference.hash}"}}}`
    await store.commit([
      { type: 'put', table: 'assay_inputs', rows: [{ digest: 'i', value: '1' }] },
      { type: 'put', table: 'assay_ledger', rows: [{ datapoint: 'd', input: 'i', status: 'ok', result }], contents: [content] },
      { type: 'insert', table: 'notes', rows: [{ run_id: 'r', text: 'x'.repeat(50_000) }] },
    ])
    const references = await store.assets.references()
    assert.equal(references.get(content.reference.hash), 4)
    assert.equal(references.get(contentInMemory(Buffer.from('x'.repeat(50_000)), 'text').reference.hash), 1)
    assert.equal((await hashes(store)).length, 2)
  })

  storeTest('what was referred to anew since a moment is not deleted', async store => {
    const content = await store.assets.keep(contentInMemory(bytesOf(5), 'bytes'))
    await sleep(2)
    const before = new Date()
    await sleep(2)
    await insert(store, [{ model: createAsset(content, decodeTagged) }])
    assert.deepEqual(await store.assets.delete([content.reference.hash], before), [])
    assert.deepEqual(await hashes(store), [content.reference.hash])
  })

  storeTest('large values of a tracker’s table are apart, and come back as they were', async store => {
    const text = 'ü'.repeat(40_000)
    const nested = Array.from({ length: 20_000 }, (_, i) => i)
    const large = { run_id: 'r', row_id: 'r:0', text, bytes: bytesOf(40_000), nested, when: [new Date(0), 'x'.repeat(40_000)] }
    const small = { run_id: 'r', row_id: 'r:1', text: 'small', bytes: bytesOf(3), nested: [1] }
    const odd = { run_id: 'r', row_id: 'r:2', text: '\uD800'.repeat(40_000), bytes: text }
    await store.commit([{ type: 'insert', table: 'notes', rows: [large, small, odd, { ...large, row_id: 'r:3' }] }])
    const rows = await Array.fromAsync(store.rows('notes'), ({ timestamp, ...row }) =>
      timestamp === null ? row : { timestamp, ...row },
    )
    assert.deepEqual(rows, [large, small, odd, { ...large, row_id: 'r:3' }])
    assert.equal((await hashes(store)).length, 4)
    for (const [key, value] of Object.entries({ text, bytes: large.bytes, nested, when: large.when }))
      assert.equal(await store.count('notes', { where: { [key]: value } }), 2, key)
    assert.equal(await store.count('notes', { where: { text: 'small' } }), 1)
    assert.equal(await store.count('notes', { where: { bytes: text } }), 1)
    const { rows: cells } = await store.sql(`SELECT text ->> '$."$asset".bytes' FROM notes WHERE row_id = 'r:0'`)
    assert.deepEqual(cells, [[80_000]])
    const types = new Map((await store.columns('notes')).map(({ key, type }) => [key, type]))
    assert.deepEqual([types.get('text'), types.get('bytes'), types.get('nested')], ['text', 'mixed', 'json'])
    const { groups } = await store.summarize('notes', { columns: ['text'] })
    assert.deepEqual([groups[0]?.columns[0]?.distinct, groups[0]?.columns[0]?.values[0]], [3, { value: text, count: 2 }])
  })
}

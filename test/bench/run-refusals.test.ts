// Checks that what cannot work is refused before anything runs, and that a refusal creates no database.
import assert from 'node:assert/strict'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { benchmark } from '../../src/bench/declare/benchmark.ts'
import { run } from '../../src/bench/run.ts'
import type { RunOptions } from '../../src/bench/run-options.ts'
import type { Benchmark } from '../../src/record/benchmark.ts'
import { temporaryFolder } from '../fixtures/folder.ts'

let calls = 0
const spec = { name: 'b', data: [{ id: 'a' }], params: [{ model: 'm' }], task: () => calls++, version: '1' }

async function refused(t: Parameters<typeof temporaryFolder>[0], fields: object, options: object, error: object): Promise<void> {
  const folder = temporaryFolder(t)
  const declared = benchmark({ ...spec, ...fields } as typeof spec)
  await assert.rejects(run(declared, { db: join(folder, 'lab.db'), ...options } as RunOptions), error)
  assert.deepEqual(readdirSync(folder), [])
  assert.equal(calls, 0)
}

test('items that are not as expected', async t => {
  await refused(t, { data: [{ id: 1 }, { id: 1 }] }, {}, { code: 'data_invalid', message: /^Two items of b have the id "1"/ })
  await refused(
    t,
    { data: [{ id: 1, f: () => 1 }], input: () => 1 },
    {},
    { name: 'TypeError', message: /^expected item_f to be/ },
  )
  await refused(t, { data: () => 'text' }, {}, { name: 'TypeError' })
})

test('equal params, and params that are not there', async t => {
  await refused(t, { params: [{ a: 1 }, { a: 1 }] }, {}, { name: 'RangeError', message: /params\[0\] and params\[1\] are equal/ })
  await refused(t, {}, { params: { modle: 'm' } }, { name: 'RangeError', message: /Did you mean `model`\?/ })
  await refused(t, {}, { params: { model: 'x' } }, { name: 'RangeError' })
  await refused(t, {}, { params: null }, new TypeError('expected `params` to be values by name or a function, got null'))
})

test('options that do not exist or are not as expected', async t => {
  await refused(t, {}, { trails: 2 }, new TypeError('expected the options of run(), got `trails`. Did you mean `trials`?'))
  await refused(t, {}, { limit: 0 }, new RangeError('expected `limit` to be a whole number from 1, got 0'))
  await refused(t, {}, { sample: 1.5 }, new RangeError('expected `sample` to be a whole number from 1, got 1.5'))
  await refused(t, {}, { trials: -1 }, new RangeError('expected `trials` to be a whole number from 1, got -1'))
  await refused(t, {}, { limit: 1, sample: 1 }, new TypeError('expected `limit` or `sample`, got both; each chooses the items'))
  await refused(
    t,
    {},
    { limits: { concurrency: 0 } },
    new RangeError('expected the limit `concurrency` of b to be above 0, got 0'),
  )
  await refused(t, {}, { db: '' }, new TypeError('expected `db` to be a path, got an empty text'))
  await refused(t, {}, { signal: 5 }, { name: 'TypeError' })
})

test('a database that cannot be one', async t => {
  const folder = temporaryFolder(t)
  const text = join(folder, 'text.db')
  writeFileSync(text, 'not a database, but long enough to be looked at as one; '.repeat(20))
  await assert.rejects(run(benchmark(spec), { db: text }), { code: 'not_a_database' })
  await assert.rejects(run(benchmark(spec), { db: folder }), { code: 'io' })
  await assert.rejects(run(benchmark(spec), { db: join(folder, 'none', 'lab.db') }), { code: 'file_not_found' })
  assert.deepEqual(readdirSync(folder), ['text.db'])
  assert.equal(calls, 0)
})

test('what is no benchmark', async () => {
  const message = 'expected a benchmark or the path of a benchmark file, got an object'
  await assert.rejects(run({ name: 'b' }, { db: ':memory:' }), new TypeError(message))
  await assert.rejects(run('nosuch.bench.ts'), { code: 'file_not_found' })
})

test('code that cannot be read, unless a version stands for it', async () => {
  const { version: _, ...rest } = spec
  // Called by the engine itself, so that no file stands behind the declaration.
  const unknown = await Promise.resolve(rest).then(benchmark as unknown as (declared: object) => Benchmark)
  await assert.rejects(run(unknown, { db: ':memory:' }), {
    code: 'code_unknown',
    hint: 'declare it in a file, or give it a `version`',
  })
  assert.equal(calls, 0)
})

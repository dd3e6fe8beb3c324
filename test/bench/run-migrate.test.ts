// Results of an earlier name, of earlier params or accepted code count: each is copied under its new key, with the old one beside it.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { benchmark } from '../../src/bench/declare/benchmark.ts'
import { run } from '../../src/bench/run.ts'
import type { RunOptions } from '../../src/bench/run-options.ts'
import type { Migration } from '../../src/bench/declare/spec.ts'
import { openStore } from '../../src/store/open.ts'
import { laboratory } from '../fixtures/laboratory.ts'

interface Declared {
  readonly name?: string
  readonly params: readonly object[]
  readonly migrate?: Migration
  readonly version?: string
}

function bench(test: TestContext) {
  const db = laboratory(test)
  const again = async ({ name = 'b', params, migrate, version = '1' }: Declared, options: RunOptions = {}) => {
    const executed: object[] = []
    const declared = benchmark({
      name,
      data: ['x', 'y'],
      id: item => item,
      params,
      ...(migrate && { migrate: migrate as never }),
      task: (_, params) => {
        executed.push(params)
        return 1
      },
      version,
    })
    await using result = await run(declared, { db, ...options })
    return {
      executed: executed.length,
      replayed: result.replayed,
      found: result.findings.map(({ id, count }) => `${id} ${count}`),
    }
  }
  return { db, again }
}

test('a renamed param executes nothing, and the next run finds its results under the new name', async t => {
  const { db, again } = bench(t)
  await again({ params: [{ llm: 'a' }, { llm: 'b' }] })
  const renamed = { params: [{ model: 'a' }, { model: 'b' }], migrate: { rename: { model: 'llm' } } }
  assert.deepEqual(await again(renamed), { executed: 0, replayed: 4, found: ['adopted 4'] })
  assert.deepEqual(await again({ params: renamed.params }), { executed: 0, replayed: 4, found: [] })
  await using store = await openStore(db, { mode: 'read' })
  const ledger = await Array.fromAsync(store.rows('assay_ledger'))
  const adopted = ledger.filter(row => row['adopted_from'] !== null)
  assert.equal(adopted.length, 4)
  for (const { adopted_from: from, adopted_reason: reason } of adopted) {
    assert.ok(ledger.some(row => row['datapoint'] === from))
    assert.equal(reason, 'renamed or added params')
  }
})

test('an added param had one value before, and only that one is known', async t => {
  const { again } = bench(t)
  await again({ params: [{ model: 'a' }] })
  const params = [
    { model: 'a', temperature: 0 },
    { model: 'a', temperature: 1 },
  ]
  assert.deepEqual(await again({ params, migrate: { add: { temperature: 0 } } }), {
    executed: 2,
    replayed: 2,
    found: ['adopted 2'],
  })
})

test('renamed and added at once, and only one of them in some earlier runs', async t => {
  const { again } = bench(t)
  await again({ params: [{ llm: 'a' }] })
  await again({ params: [{ llm: 'b', temperature: 0 }] })
  await again({ params: [{ model: 'c' }] })
  const params = ['a', 'b', 'c', 'd'].map(model => ({ model, temperature: 0 }))
  const migrate = { rename: { model: 'llm' }, add: { temperature: 0 } }
  assert.deepEqual(await again({ params, migrate }), { executed: 2, replayed: 6, found: ['adopted 6'] })
})

test('a renamed benchmark', async t => {
  const { again } = bench(t)
  await again({ name: 'old', params: [{}] })
  assert.equal((await again({ name: 'new', params: [{}] })).executed, 2)
  assert.equal((await again({ name: 'newer', params: [{}], migrate: { name: 'old' } })).executed, 0)
})

test('accepted code: the newest earlier result counts, and only when it is asked for', async t => {
  const { again } = bench(t)
  await again({ params: [{}], version: '1' })
  assert.deepEqual(await again({ params: [{}], version: '2' }, { acceptCode: true }), {
    executed: 0,
    replayed: 2,
    found: ['adopted 2'],
  })
  assert.equal((await again({ params: [{}], version: '3' })).executed, 2)
})

test('a failure is not taken over', async t => {
  const { db } = bench(t)
  const declared = (version: string, fails: boolean) =>
    benchmark({
      name: 'b',
      data: ['x'],
      task: () => {
        if (fails) throw new Error('no')
        return 1
      },
      version,
    })
  await (await run(declared('1', true), { db }))[Symbol.asyncDispose]()
  await using later = await run(declared('2', false), { db, acceptCode: true })
  assert.deepEqual([later.executed, later.failed], [1, 0])
})

test('a migration that cannot be meant is refused', () => {
  const refuse = (migrate: unknown, message: string) =>
    assert.throws(() => benchmark({ name: 'b', data: [1], task: () => 1, migrate: migrate as never }), new TypeError(message))
  refuse('old', 'expected `migrate` of b to be an object, got "old"')
  refuse({ renamed: {} }, 'expected `migrate` of b to have name, rename and add, got `renamed`')
  refuse({ rename: { a: 1 } }, 'expected `migrate.rename` of b to be old names by new name, got an object')
  refuse({ name: 5 }, 'expected `migrate.name` of b to be a text, got 5')
  refuse({ add: [] }, 'expected `migrate.add` of b to be values by param, got a list')
})

// What a run executes when it is told: what is missing, what is new, nothing, or all again.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { benchmark } from '../../src/bench/declare/benchmark.ts'
import { run } from '../../src/bench/run.ts'
import type { RunOptions } from '../../src/bench/run-options.ts'
import { mean } from 'assay'
import { openReader } from '../../src/tracker/reader.ts'
import { laboratory } from '../fixtures/laboratory.ts'

/** Three items, of which the first fails as long as it is told to; and one that has the input of another. */
function bench(test: TestContext) {
  const db = laboratory(test)
  const again = async (options: RunOptions = {}, { fails = false, items = ['a', 'b', 'c', 'c2'] } = {}) => {
    const executed: string[] = []
    const declared = benchmark({
      name: 'b',
      data: items.map(id => ({ id, text: id.slice(0, 1) })),
      input: item => item.text,
      task: text => {
        executed.push(text)
        if (text === 'a' && fails) throw new Error('no')
        return text.length
      },
      metrics: { mean: mean('prediction') },
      version: '1',
    })
    await using result = await run(declared, { db, ...options })
    const { status, replayed, failed, missed, findings, runId } = result
    return { executed, status, replayed, failed, missed, found: findings.map(({ id, count }) => [id, count]), runId }
  }
  return { db, again }
}

test('missing: failures are executed again', async t => {
  const { again } = bench(t)
  const first = await again({}, { fails: true })
  assert.deepEqual([first.executed, first.failed, first.replayed], [['a', 'b', 'c'], 1, 1])
  assert.deepEqual((await again({ execute: 'missing' })).executed, ['a'])
})

test('new: what failed before stays failed, and has its row', async t => {
  const { db, again } = bench(t)
  await again({}, { fails: true, items: ['a', 'b'] })
  const later = await again({ execute: 'new' })
  assert.deepEqual([later.executed, later.failed, later.replayed, later.status], [['c'], 1, 3, 'completed'])
  await using reader = await openReader(db)
  const [row] = await reader.rows({ run: later.runId, where: { input_id: 'a' } })
  assert.deepEqual([row?.['status'], row?.['error'], row?.['cache']], ['error', 'no', 'hit'])
})

test('none: nothing executes, a miss is counted, and metrics are of what is there', async t => {
  const { db, again } = bench(t)
  await again({}, { items: ['a', 'b'] })
  const frozen = await again({ execute: 'none' })
  assert.deepEqual([frozen.executed, frozen.replayed, frozen.missed, frozen.status], [[], 2, 2, 'partial'])
  assert.deepEqual(frozen.found, [['missed', 2]])
  await using reader = await openReader(db)
  assert.equal(await reader.count({ run: frozen.runId }), 2)
  const whole = await again({ execute: 'none' }, { items: ['a', 'b'] })
  assert.deepEqual([whole.missed, whole.status], [0, 'completed'])
})

test('all: each executes once more, its row says so, and later runs replay the new result', async t => {
  const { db, again } = bench(t)
  await again()
  const all = await again({ execute: 'all' })
  assert.deepEqual([all.executed.toSorted(), all.replayed], [['a', 'b', 'c'], 1])
  await using reader = await openReader(db)
  const rows = await reader.rows({ run: all.runId, where: { input_id: 'a' } })
  assert.deepEqual(
    rows.map(row => [row['cache'], row['attempts'], row['produced_by']]),
    [['bypassed', 2, all.runId]],
  )
  const later = await again()
  assert.deepEqual([later.executed, later.replayed], [[], 4])
  const [replayed] = await reader.rows({ run: later.runId, where: { input_id: 'a' } })
  assert.deepEqual([replayed?.['cache'], replayed?.['produced_by']], ['hit', all.runId])
})

test('anything else is refused', async t => {
  const { again } = bench(t)
  await assert.rejects(
    again({ execute: 'some' as never }),
    new RangeError('expected `execute` to be one of missing, new, none, all, got some'),
  )
})

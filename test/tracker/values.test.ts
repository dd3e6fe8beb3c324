// Values of a column that changes its kind, and the conditions that tell them apart; what has no value is absent, and not null.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openReader, openTracker, type Tracker } from 'assay'
import { laboratory } from '../fixtures/laboratory.ts'

async function valuesOf(tracker: Tracker, key = 'v'): Promise<unknown[]> {
  return (await tracker.rows()).map(row => row[key])
}

/** Values of every kind, no two of which are the same, although SQL has one cell for some. */
const kinds: readonly unknown[] = [
  [null, 0, -0, 1, 1.5, Number.NaN, Infinity, -Infinity, 2 ** 53, 5e-324, 0n, 1n, 2n ** 63n, -(2n ** 80n), true, false],
  ['', '0', '1', 'true', 'null', 'NaN', 'a\0b', '\ud800', '{"a":1}', '1970-01-01T00:00:00.000Z', '3q2+7w=='],
  [new Date(0), new Date(Number.NaN), new Date(-1), new Uint8Array(0), new Uint8Array([1]), new Float32Array([1])],
  [[], {}, [1], ['1'], [null], [undefined], { a: 1 }, { a: null }, { a: undefined }, { a: '1' }, { $date: 0 }, [[[1]]]],
  [new Map([['a', 1]]), new Set([1]), /a/g, new URL('https://example.org/')],
].flat()

for (const [name, order] of [
  ['in this order', kinds],
  ['the other way round', kinds.toReversed()],
] as const) {
  test(`a column takes values of every kind, ${name}, and finds each of them`, async t => {
    const db = laboratory(t)
    await using tracker = await openTracker(db)
    for (const v of order) await tracker.log({ v })
    await tracker.log({ other: 1 })
    assert.deepEqual(await valuesOf(tracker), [...order, undefined])
    await using reader = await openReader(db, { table: 'events' })
    for (const v of order) {
      const found = await reader.rows({ where: { v } })
      // Null means: no value, whether it was said or not.
      assert.deepEqual(
        found.map(row => row['v']),
        v === null ? [null, undefined] : [v],
      )
      assert.equal(await reader.count({ where: { v } }), found.length)
      assert.equal((await reader.select({ where: { v } }).rows()).length, found.length)
    }
  })
}

test('a first null fixes nothing: what follows is a number in SQL', async t => {
  const db = laboratory(t)
  await using tracker = await openTracker(db)
  for (const v of [null, 9, 10, 0.5]) await tracker.log({ v })
  await using reader = await openReader(db, { table: 'events' })
  assert.deepEqual(await reader.sql('SELECT MAX(v) AS most, AVG(v) AS mean FROM events'), [{ most: 10, mean: 6.5 }])
})

test('a row without keys is a row, and a batch without rows is none', async t => {
  const db = laboratory(t)
  await using tracker = await openTracker(db)
  const stored = await tracker.log({})
  await tracker.logBatch([])
  await tracker.logBatch([{ absent: undefined }])
  assert.deepEqual((await tracker.rows())[0], stored)
  assert.deepEqual(
    (await tracker.rows()).map(row => Object.keys(row)),
    Array.from({ length: 2 }, () => ['run_id', 'row_id', 'timestamp']),
  )
})

test('a condition that is undefined is refused: it would find nothing, or everything', async t => {
  const db = laboratory(t)
  await using tracker = await openTracker(db)
  await tracker.log({ v: 1 })
  await using reader = await openReader(db, { table: 'events' })
  const message = 'expected `v` to equal a value, got undefined; null finds rows without one'
  for (const refused of [
    reader.rows({ where: { v: undefined } }),
    reader.count({ where: { v: undefined } }),
    tracker.rows({ where: { v: undefined } }),
    tracker.set({ w: 1 }, { where: { v: undefined } }),
  ])
    await assert.rejects(refused, { name: 'TypeError', message })
})

test('nesting of 500 levels', async t => {
  await using tracker = await openTracker(laboratory(t))
  let v: unknown = 'leaf'
  for (let level = 0; level < 500; level++) v = level % 2 ? [v] : { a: v }
  await tracker.log({ v })
  assert.deepEqual(await valuesOf(tracker), [v])
})

test('two trackers of one process on one file, each with its own columns', async t => {
  const db = laboratory(t)
  await using left = await openTracker(db)
  await using right = await openTracker(db)
  const row = (side: string, i: number) => ({ i, [`${side} ${i % 20}`]: i, [`${side.toUpperCase()} ${i % 20}`]: 'x' })
  await Promise.all(Array.from({ length: 300 }, (_, i) => [left.log(row('left', i)), right.log(row('right', i))]).flat())
  for (const [tracker, side] of [
    [left, 'left'],
    [right, 'right'],
  ] as const)
    assert.deepEqual(
      (await tracker.rows()).map(({ run_id: _run, row_id: _row, timestamp: _at, ...rest }) => rest),
      Array.from({ length: 300 }, (_, i) => row(side, i)),
    )
})

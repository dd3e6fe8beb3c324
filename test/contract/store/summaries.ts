// Contract: statistics and ranks are those of the decoded rows, by group, with what is not finite counted apart.
import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { quantileNearestRank } from '../../../src/stats/quantile.ts'
import type { ColumnStats } from '../../../src/store/description.ts'
import type { Row, Store } from '../../../src/store/store.ts'
import { insert, type StoreTest } from './rows.ts'

async function statsOf(store: Store, key: string, options: object = {}): Promise<ColumnStats> {
  const { groups } = await store.summarize('metrics', { columns: [key], ...options })
  assert.equal(groups.length, 1)
  return groups[0]?.columns[0] as ColumnStats
}

function spreadOf(values: readonly number[]): object {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b)
  const at = (level: number) => quantileNearestRank(sorted, level)
  const [min = null, max = null] = [sorted[0], sorted.at(-1)]
  return { min, p5: at(0.05), p25: at(0.25), p50: at(0.5), p75: at(0.75), p95: at(0.95), max }
}

const measured = fc.oneof(
  fc.integer({ min: -9, max: 9 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(n => n + 0),
)
const numbers = fc.oneof(measured, fc.constantFrom(Number.NaN, Infinity, -Infinity, null, undefined))

export function summaryTests(storeTest: StoreTest): void {
  storeTest('numbers of any group have the spread of their finite values', async store => {
    let batch = 0
    const rows = fc.array(fc.record({ group: fc.constantFrom<unknown>('a', null, 1, true), x: numbers }), {
      minLength: 1,
      maxLength: 45,
    })
    await fc.assert(
      fc.asyncProperty(rows, async rows => {
        batch++
        await insert(
          store,
          rows.map(({ group, x }): Row => ({ batch, group, ...(x !== undefined && { x }) })),
        )
        const { groups, rows: n } = await store.summarize('metrics', { columns: ['group', 'x'], by: 'group', where: { batch } })
        assert.equal(n, rows.length)
        assert.equal(groups.length, new Set(rows.map(({ group }) => group)).size)
        for (const { value, rows: size, columns } of groups) {
          const values = rows.flatMap(({ group, x }) => (group === value ? [x ?? null] : []))
          assert.equal(size, values.length)
          const { nulls, nan, positiveInfinity, negativeInfinity, min, p5, p25, p50, p75, p95, max } = columns[1] as ColumnStats
          const counts = [null, Number.NaN, Infinity, -Infinity].map(one => values.filter(other => Object.is(other, one)).length)
          assert.deepEqual([nulls, nan, positiveInfinity, negativeInfinity], counts)
          assert.deepEqual({ min, p5, p25, p50, p75, p95, max }, spreadOf(values as number[]))
        }
      }),
      { numRuns: 60 },
    )
  })

  storeTest('a mean is that of the finite values; without any it is unknown', async store => {
    await insert(store, [{ x: 1 }, { x: Number.NaN }, { x: 4 }, { x: Infinity }, { x: null }, { y: Number.NaN }])
    assert.equal((await statsOf(store, 'x')).mean, 2.5)
    const { mean, nan, nulls, min } = await statsOf(store, 'y')
    assert.deepEqual([mean, nan, nulls, min], [null, 1, 5, null])
    await insert(store, [{ y: Number.MAX_VALUE }, { y: Number.MAX_VALUE }])
    assert.equal((await statsOf(store, 'y')).mean, null)
  })

  storeTest('dates are ordered by time, whatever their year; invalid ones are counted apart', async store => {
    const years = [-1, 12_000, 2026, 5, -200_000, 250_000, -2]
    const dates = years.map(year => new Date(Date.UTC(2000, 5, 1) + (year - 2000) * 3.2e10))
    await insert(
      store,
      [...dates, new Date(Number.NaN)].map(at => ({ at })),
    )
    const sorted = dates.toSorted((a, b) => a.getTime() - b.getTime())
    const { min, p50, max, invalidDates, mean } = await statsOf(store, 'at')
    assert.deepEqual([min, p50, max, invalidDates, mean], [sorted[0], sorted[3], sorted.at(-1), 1, null])
    const { best, unordered } = await store.rank('metrics', 'at', { better: 'lower', limit: 7, columns: [] })
    assert.deepEqual([best.map(({ value }) => value), unordered], [sorted, 1])
  })

  storeTest('the most frequent values, kinds apart', async store => {
    const values = ['b', 'a', 'b', 1, true, '1', 1, 1, null, 'c', 'd', 'e', new Uint8Array([1])]
    await insert(
      store,
      values.map(x => ({ x, raw: new Uint8Array([2]) })),
    )
    const { values: frequent, distinct, nulls } = await statsOf(store, 'x')
    assert.deepEqual(frequent.slice(0, 2), [
      { value: 1, count: 3 },
      { value: 'b', count: 2 },
    ])
    assert.deepEqual([frequent.length, distinct, nulls], [5, 9, 1])
    assert.deepEqual((await statsOf(store, 'raw')).values, [])
  })

  storeTest('only the rows that are meant, also by a condition that SQL cannot say', async store => {
    await insert(store, [
      { run_id: 'r1', a: 1, x: 1 },
      { run_id: 'r2', a: true, x: 2 },
      { run_id: 'r2', a: 1, x: 3 },
    ])
    assert.equal((await statsOf(store, 'x', { where: { run_id: 'r2' } })).min, 2)
    assert.equal((await statsOf(store, 'x', { where: { a: 1 } })).mean, 2)
    const { rows, runs } = await store.summarize('metrics', { where: { a: 1 } })
    assert.deepEqual([rows, runs], [2, 2])
  })

  storeTest('keys past the limit have statistics too', async store => {
    const wide = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`key ${i}`, i]))
    const values = [1, 2.5, -0, Infinity, -Infinity, Number.NaN, null]
    await insert(store, [wide, ...values.map((x, i) => ({ x, at: new Date(i), word: i < 4 ? 'a' : Buffer.from('b') }))])
    const { nulls, nan, positiveInfinity, negativeInfinity, min, max, distinct } = await statsOf(store, 'x')
    assert.deepEqual([nulls, nan, positiveInfinity, negativeInfinity, min, max, distinct], [2, 1, 1, 1, 0, 2.5, 6])
    const { min: first, max: last } = await statsOf(store, 'at')
    assert.deepEqual([first, last], [new Date(0), new Date(6)])
    const word = await statsOf(store, 'word')
    assert.deepEqual(word.values, [
      { value: 'a', count: 4 },
      { value: new Uint8Array([98]), count: 3 },
    ])
    const { groups } = await store.summarize('metrics', { columns: ['x'], by: 'word' })
    assert.deepEqual(
      groups.map(({ value, rows }) => [value, rows]),
      [
        [null, 1],
        [new Uint8Array([98]), 3],
        ['a', 4],
      ],
    )
    const { best } = await store.rank('metrics', 'x', { better: 'higher', limit: 2, columns: ['word'] })
    assert.deepEqual(best, [
      { row: { word: 'a' }, value: Infinity, rank: [1, 1] },
      { row: { word: 'a' }, value: 2.5, rank: [2, 2] },
    ])
  })

  storeTest('more groups than are shown are counted', async store => {
    await insert(
      store,
      Array.from({ length: 130 }, (_, i) => ({ group: i < 120 ? i : 77, x: i })),
    )
    const { groups, groupCount, rows } = await store.summarize('metrics', { columns: ['x'], by: 'group' })
    assert.deepEqual([groups.length, groupCount, rows], [50, 120, 130])
    const largest = groups.find(({ value }) => value === 77)
    assert.deepEqual([largest?.rows, largest?.columns[0]?.max], [11, 129])
  })

  storeTest('equal values share ranks, at both ends, also with rows that are not shown', async store => {
    const values = [5, 3, null, 5, 1, 3, 3, 1, Number.NaN, 0, 9]
    await insert(
      store,
      values.map((x, i) => ({ i, x })),
    )
    const { best, worst, ranked, nulls, unordered } = await store.rank('metrics', 'x', {
      better: 'higher',
      limit: 4,
      columns: ['i'],
    })
    assert.deepEqual([ranked, nulls, unordered], [9, 1, 1])
    const shown = (rows: typeof best) => rows.map(({ row, value, rank: [first, last] }) => [row['i'], value, first, last])
    assert.deepEqual(shown(best), [
      [10, 9, 1, 1],
      [0, 5, 2, 3],
      [3, 5, 2, 3],
      [1, 3, 4, 6],
    ])
    assert.deepEqual(shown(worst), [
      [9, 0, 9, 9],
      [4, 1, 7, 8],
      [7, 1, 7, 8],
      [1, 3, 4, 6],
    ])
    const lower = await store.rank('metrics', 'x', { better: 'lower', limit: 1, where: { x: 3 } })
    assert.deepEqual([lower.best[0]?.rank, lower.worst[0]?.rank, lower.ranked], [[1, 3], [1, 3], 3])
  })

  storeTest('what has no order is not ranked', async store => {
    await insert(store, [{ x: 'a', y: 1 }])
    const ranked = store.rank('metrics', 'x', { better: 'higher', limit: 1 })
    await assert.rejects(ranked, new TypeError('expected `x` to be a column of numbers or dates, got one of type text'))
    await assert.rejects(store.rank('metrics', 'z', { better: 'higher', limit: 1 }), { code: 'column_not_found' })
    const unknown = store.rank('metrics', 'y', { better: 'more' as never, limit: 1 })
    await assert.rejects(unknown, new TypeError("expected `better` to be 'higher' or 'lower', got more"))
    await assert.rejects(store.summarize('metrics', { by: 'z' }), { code: 'column_not_found' })
  })
}

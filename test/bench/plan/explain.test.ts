// Checks what is said of a datapoint that was executed: the nearest earlier one, the parts that differ, or that there was none.
import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { benchmark } from '../../../src/bench/declare/benchmark.ts'
import { explain } from '../../../src/bench/plan/explain.ts'
import type { RunOptions } from '../../../src/bench/run-options.ts'
import { run } from '../../../src/bench/run.ts'
import { laboratory } from '../../fixtures/laboratory.ts'

interface Declared {
  readonly text?: string
  readonly params?: object
  readonly version?: string
  readonly trials?: number
  readonly name?: string
}

function bench(test: TestContext) {
  const db = laboratory(test)
  /** Runs one item, and returns the run and the key of its last datapoint. */
  const again = async (declared: Declared = {}, options: RunOptions = {}) => {
    const { text = 'x', params = { model: 'm' }, version = '1', trials = 1, name = 'b' } = declared
    const data = [{ id: 'a', text }]
    const task = (text: string) => {
      if (text === 'bad') throw new Error('bad')
      return text
    }
    const bench = benchmark({ name, data, input: item => item.text, params: [params], task, trials, version })
    await using result = await run(bench, { db, ...options })
    const { datapoint } = (await result.rows()).at(-1) ?? { datapoint: '' }
    return { runId: result.runId, key: String(datapoint) }
  }
  return { db, again }
}

test('the parts that differ from the nearest datapoint of an earlier run', async t => {
  const { db, again } = bench(t)
  await again()
  const changes: [Declared, readonly string[], string, string][] = [
    [{ text: 'y' }, ['input'], '"x"', '"y"'],
    [{ params: { model: 'n' } }, ['params'], '{"model":"m"}', '{"model":"n"}'],
    [{ trials: 2 }, ['trial'], '0', '1'],
    [{ version: '2', text: 'z' }, ['code', 'input'], '1', '2'],
  ]
  for (const [declared, parts, before, after] of changes) {
    const { key } = await again(declared)
    const change = await explain(db, key)
    assert.deepEqual(
      [change.datapoint, change.part, change.parts, change.before, change.after],
      [key, parts[0], parts, before, after],
    )
    assert.match(change.message, /Compared with run \S+\.$/)
  }
})

test('of two earlier datapoints the one with fewer differences, of equals the newer', async t => {
  const { db, again } = bench(t)
  const first = await again({ version: '1' })
  const second = await again({ version: '2' })
  await again({ version: '2', text: 'y', params: { model: 'n' } })
  const { key } = await again({ version: '3' })
  assert.match((await explain(db, key)).message, new RegExp(`the version was 2, is 3\\. Compared with run ${second.runId}`))
  const other = await again({ version: '1', text: 'y' })
  assert.match((await explain(db, other.key)).message, new RegExp(`^Input: .* Compared with run ${first.runId}`))
})

test('a first datapoint, one that failed before, one asked for again, one that was taken over', async t => {
  const { db, again } = bench(t)
  const { key, runId } = await again({ text: 'bad' })
  const none = await explain(db, key.slice(0, 6))
  assert.deepEqual([none.part, none.parts, none.before, none.after], [null, [], null, 'new'])
  assert.equal(none.message, `No run before ${runId} has a datapoint of the item "a" to compare it with: new.`)
  await again({ text: 'bad' })
  assert.equal((await explain(db, key)).message, `Run ${runId} had the same datapoint (error): failed before.`)
  await again({ text: 'bad' }, { execute: 'all' })
  assert.equal((await explain(db, key)).after, 'asked to execute all')
  const old = await again({ version: '1' })
  const adopted = await again({ version: '2' }, { acceptCode: true })
  const message = `It was not executed: its result stood under ${old.key.slice(0, 12)} (accepted code).`
  assert.equal((await explain(db, adopted.key)).message, message)
})

test('a renamed benchmark is compared with the one of its code', async t => {
  const { db, again } = bench(t)
  await again()
  await again({ name: 'unlike', version: '2' })
  const { part, before, after } = await explain(db, (await again({ name: 'renamed' })).key)
  assert.deepEqual([part, before, after], ['name', 'b', 'renamed'])
})

test('results in a file of their own', async t => {
  const { db, again } = bench(t)
  const ledger = `${db}.ledger`
  await again({}, { ledger })
  const { key } = await again({ text: 'y' }, { ledger })
  assert.equal((await explain(db, key)).part, 'input')
  assert.equal((await explain(ledger, key)).part, null, 'there are no rows to compare')
  rmSync(ledger)
  await assert.rejects(explain(db, key), { code: 'datapoint_not_found' })
})

test('what is no datapoint', async t => {
  const { db, again } = bench(t)
  const { key } = await again()
  const near = `${key.slice(0, 8)}${key[8] === '0' ? '1' : '0'}`
  await assert.rejects(explain(db, near), {
    code: 'datapoint_not_found',
    message: new RegExp(`Did you mean ${key.slice(0, 12)}\\?`),
  })
  await assert.rejects(explain(db, 'abc'), RangeError)
  await assert.rejects(explain(db, 5 as never), RangeError)
  await assert.rejects(explain(`${db}.missing`, key), { code: 'file_not_found' })
})

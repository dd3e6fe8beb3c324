// What the ledger keeps of an execution is found again under its key, failed ones too, in every detail.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { digest } from '../../src/identity/digest.ts'
import { type Outcome, encodeResult, findOutcomes, keepOutcome } from '../../src/ledger/outcomes.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { value } from '../record/arbitrary.ts'

const parts = { name: 'b', code: 'version:1', files: '', train: '', input: digest('input'), params: '{"a":1}', trial: 0 }

const ok: Outcome = {
  status: 'ok',
  result: { label: 'en', scores: new Map([['en', 0.9]]) },
  recorded: undefined,
  usage: null,
  batchSize: 1,
  error: null,
  errorType: null,
  durationMs: 12.5,
  attempts: 1,
  maybePaid: false,
  producedBy: 'calm-otter-x7k2q9',
  at: new Date('2026-01-02T03:04:05.678Z'),
}

async function open(): Promise<Store> {
  const store = await openStore(':memory:', { mode: 'write' })
  await store.commit([{ type: 'put', table: 'assay_inputs', rows: [{ digest: parts.input, value: '"input"' }] }])
  return store
}

function keep(store: Store, key: string, outcome: Outcome): Promise<void> {
  const result = outcome.status === 'ok' ? encodeResult(outcome.result) : null
  return store.commit([keepOutcome(key, parts, outcome, result)])
}

test('an outcome is found as it was kept, whatever the task returned', async () => {
  await using store = await open()
  let count = 0
  await fc.assert(
    fc.asyncProperty(value, async result => {
      const key = `d${++count}`
      await keep(store, key, { ...ok, result })
      assert.deepEqual(await findOutcomes(store, [key]), new Map([[key, { ...ok, result }]]))
    }),
  )
  assert.deepEqual(await store.check(), [])
})

for (const status of ['error', 'timeout', 'aborted'] as const) {
  test(`a datapoint that ended in ${status} is found with its error and its attempts`, async () => {
    await using store = await open()
    const failed = {
      ...ok,
      status,
      result: undefined,
      error: 'boom \ud800',
      errorType: 'RangeError',
      attempts: 3,
      maybePaid: true,
    }
    await keep(store, 'd', failed)
    assert.deepEqual(await findOutcomes(store, ['d']), new Map([['d', failed]]))
    assert.deepEqual(await store.check(), [])
  })
}

test('what is not known stays unknown', async () => {
  await using store = await open()
  await keep(store, 'd', { ...ok, durationMs: null, result: undefined })
  const found = (await findOutcomes(store, ['d'])).get('d')
  assert.deepEqual([found?.durationMs, found?.result, found?.error], [null, undefined, null])
})

test('a datapoint that was never executed is absent', async () => {
  await using store = await open()
  await keep(store, 'a', ok)
  const found = await findOutcomes(store, ['b', 'a', 'c'])
  assert.deepEqual([...found.keys()], ['a'])
  assert.deepEqual(await findOutcomes(store, []), new Map())
})

test('a later outcome takes the place of the earlier one, with nothing left of it', async () => {
  await using store = await open()
  await keep(store, 'd', { ...ok, status: 'error', result: undefined, error: 'boom', errorType: 'Error', maybePaid: true })
  await keep(store, 'd', { ...ok, attempts: 2 })
  assert.deepEqual(await findOutcomes(store, ['d']), new Map([['d', { ...ok, attempts: 2 }]]))
  assert.equal(await store.count('assay_ledger'), 1)
})

test('more outcomes than one query takes are found, each once', async () => {
  await using store = await open()
  const keys = Array.from({ length: 2_500 }, (_, i) => `d${i}`)
  await store.commit(keys.map((key, i) => keepOutcome(key, parts, { ...ok, attempts: i }, { text: '1', contents: [] })))
  const found = await findOutcomes(store, [...keys.toReversed(), 'd0'])
  assert.equal(found.size, keys.length)
  assert.equal(found.get('d1234')?.attempts, 1234)
})

test('the parts of the key stand beside it, so that another encoding can be computed from them', async () => {
  await using store = await open()
  await keep(store, 'd', ok)
  const [row] = await Array.fromAsync(store.rows('assay_ledger'))
  const { name, code, files, train, input, params, trial, encoding } = row ?? {}
  assert.deepEqual({ name, code, files, train, input, params, trial }, parts)
  assert.equal(encoding, 1)
})

test('a result that cannot be stored is refused by its path', () => {
  assert.throws(() => encodeResult({ model: { run() {} } }), {
    name: 'TypeError',
    message: 'expected the result.model.run to be plain data, got a function; return what it computes instead',
  })
})

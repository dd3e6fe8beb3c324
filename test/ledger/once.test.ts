// One execution for all who ask for the same input, its result for everybody, and an end for every wait; time is a clock that the test turns.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asset } from 'assay'
import type { Clock } from '../../src/base/clock.ts'
import { type Answer, resultOf } from '../../src/ledger/once/once-answer.ts'
import { Ledger } from '../../src/ledger/ledger.ts'
import { Once } from '../../src/ledger/once/once.ts'
import { openStore } from '../../src/store/open.ts'
import type { Liveness, Store } from '../../src/store/store.ts'

interface Gate {
  readonly started: Promise<void>
  readonly open: () => void
}

/** What the function below does at its next call. */
let next: () => unknown = () => 'first'
let starts = 0
const work = (): unknown => {
  starts++
  return next()
}

/** The next call waits for `open`, and then does this. */
function gate(then: () => unknown): Gate {
  const started = Promise.withResolvers<void>()
  const opened = Promise.withResolvers<void>()
  next = async () => {
    started.resolve()
    await opened.promise
    return then()
  }
  return { started: started.promise, open: opened.resolve }
}

/** Several holders of one store in memory; whether each is alive is what the test says. */
async function table(t: { after: (work: () => unknown) => void }) {
  starts = 0
  const store = await openStore(':memory:', { mode: 'write' })
  t.after(() => store.close())
  const alive = new Map<string, Liveness>()
  const faults = { settle: 0 }
  const seen: Store = Object.assign(Object.create(store) as Store, {
    assets: store.assets,
    claim: store.claim.bind(store),
    rows: store.rows.bind(store),
    settle: async (...args: Parameters<Store['settle']>) => {
      if (faults.settle-- > 0) throw new Error('the disk is full')
      return store.settle(...args)
    },
    renew: () => {},
    liveness: async (holder: string) => alive.get(holder) ?? { isHeld: true, mark: '' },
  })
  let nowMs = 0
  const clock: Clock = { now: () => new Date(nowMs), monotonicMs: () => nowMs, sleep: async () => {} }
  const holder = (name: string) => new Once(new Ledger({ store: seen, holder: name, clock, failuresSince: null }), clock)
  return { store, holder, alive, faults, turn: (ms: number) => (nowMs += ms) }
}

function told({ cache, reason, outcome }: Answer): unknown[] {
  return [cache, reason, outcome.status, outcome.attempts, outcome.producedBy]
}

test('the first call executes, every later one gets what was stored, whoever asks', async t => {
  const { holder, turn } = await table(t)
  const made = { list: [1], at: new Date(5), none: undefined }
  next = () => {
    turn(7)
    return made
  }
  const first = await holder('a').call(work, { x: 1 }, undefined)
  const second = await holder('b').call(work, { x: 1 }, undefined)
  assert.deepEqual(told(first), ['computed', 'new', 'ok', 1, 'a'])
  assert.deepEqual(told(second), ['hit', null, 'ok', 1, 'a'])
  assert.deepEqual([first.outcome.durationMs, second.outcome.durationMs, starts], [7, 7, 1])
  assert.deepEqual(resultOf(first), made)
  assert.deepEqual(resultOf(second), made)
  assert.notEqual((resultOf(first) as typeof made).list, made.list, 'the first call gets it as it was stored too')
})

test('who asks while it executes waits, and no two get the same object', async t => {
  const { holder } = await table(t)
  const a = holder('a')
  const { started, open } = gate(() => ({ list: [1] }))
  const asked = [1, 2, 3].map(() => a.call(work, 'x', undefined))
  await started
  open()
  const answers = await Promise.all(asked)
  assert.deepEqual([starts, ...answers.map(({ cache }) => cache)], [1, 'computed', 'hit', 'hit'])
  assert.equal(new Set(answers.map(answer => (resultOf(answer) as { list: unknown }).list)).size, 3)
})

test('another holder waits for what this one executes', async t => {
  const { holder } = await table(t)
  const { started, open } = gate(() => 1)
  const first = holder('a').call(work, 'x', undefined)
  await started
  const second = holder('b').call(work, 'x', undefined)
  open()
  assert.deepEqual([told(await first)[0], told(await second)[0], starts], ['computed', 'hit', 1])
})

test('a failure is thrown to who waited for it, as itself or by message and type, and executes again for who comes later', async t => {
  const { holder } = await table(t)
  const [a, b] = [holder('a'), holder('b')]
  const failure = new RangeError('no')
  const { started, open } = gate(() => {
    throw failure
  })
  const asked = [a.call(work, 'x', undefined), a.call(work, 'x', undefined), b.call(work, 'x', undefined)]
  await started
  open()
  const [first, ...waited] = await Promise.all(asked)
  assert.throws(
    () => resultOf(first as Answer),
    error => error === failure,
  )
  for (const answer of waited) {
    assert.deepEqual(told(answer), ['hit', null, 'error', 1, 'a'])
    assert.throws(() => resultOf(answer), { name: 'RangeError', message: 'no' })
  }
  next = () => 'better'
  // In the same millisecond: it began after the failure all the same.
  const later = await a.call(work, 'x', undefined)
  assert.deepEqual([told(later), resultOf(later), starts], [['computed', 'failed before', 'ok', 2, 'a'], 'better', 2])
})

test('a function that returns nothing, or what cannot be stored, has failed', async t => {
  const { holder } = await table(t)
  next = () => undefined
  const nothing = await holder('a').call(work, 'x', undefined)
  assert.throws(
    () => resultOf(nothing),
    /^TypeError: expected the function of once\(work\) to return a value, got nothing; return null$/,
  )
  next = () => ({ f: () => 1 })
  const unstorable = await holder('a').call(work, 'x', undefined)
  assert.throws(() => resultOf(unstorable), /^TypeError: expected the result\.f to be plain data/)
  assert.equal(starts, 2)
})

test('who is gone is taken over at once, and its start counts', async t => {
  const { holder, alive } = await table(t)
  const { started, open } = gate(() => 'late')
  const lost = holder('a').call(work, 'x', undefined)
  await started
  alive.set('a', { isHeld: false, mark: '' })
  next = () => 'taken over'
  const answer = await holder('b').call(work, 'x', undefined)
  assert.deepEqual([told(answer), answer.outcome.maybePaid], [['computed', 'cut off before', 'ok', 2, 'b'], true])
  open()
  assert.equal(resultOf(await lost), 'taken over', 'a late result is nobody’s')
})

test('a claim that is left over from an earlier process of the same run is free', async t => {
  const { holder } = await table(t)
  const { started } = gate(() => 1)
  void holder('a').call(work, 'x', undefined)
  await started
  next = () => 'again'
  assert.deepEqual(told(await holder('a').call(work, 'x', undefined)), ['computed', 'cut off before', 'ok', 2, 'a'])
})

test('a result that could not be written is written by the next call, and not executed again', async t => {
  const { holder, faults } = await table(t)
  const a = holder('a')
  faults.settle = 1
  next = () => 'paid'
  await assert.rejects(a.call(work, 'x', undefined), /the disk is full/)
  assert.deepEqual([resultOf(await a.call(work, 'x', undefined)), starts], ['paid', 1])
  assert.deepEqual(told(await holder('b').call(work, 'x', undefined)), ['hit', null, 'ok', 1, 'a'])
})

test('a failure that could not be written is no answer for the next call', async t => {
  const { holder, faults } = await table(t)
  const a = holder('a')
  faults.settle = 1
  next = () => Promise.reject(new Error('no'))
  await assert.rejects(a.call(work, 'x', undefined), /the disk is full/)
  next = () => 'better'
  assert.deepEqual([resultOf(await a.call(work, 'x', undefined)), starts], ['better', 2])
})

test('a signal ends waiting, not what executes; another of the process takes its place', async t => {
  const { holder } = await table(t)
  const [a, b] = [holder('a'), holder('b')]
  const { started, open } = gate(() => 'kept')
  const first = a.call(work, 'x', undefined)
  await started
  const [one, two] = [new AbortController(), new AbortController()]
  const reason = new Error('stopped')
  const ended = [
    b.call(work, 'x', undefined, { signal: one.signal }),
    b.call(work, 'x', undefined, { signal: two.signal }),
    a.call(work, 'x', undefined, { signal: two.signal }),
  ]
  const patient = b.call(work, 'x', undefined)
  one.abort(reason)
  two.abort(reason)
  for (const { status } of await Promise.allSettled(ended)) assert.equal(status, 'rejected')
  open()
  assert.deepEqual([resultOf(await first), resultOf(await patient), starts], ['kept', 'kept', 1])
  await assert.rejects(b.call(work, 'y', undefined, { signal: one.signal }), error => error === reason)
  assert.equal(starts, 1, 'and nothing starts')
})

test('inputs that differ are two, files that differ too, unless a version stands for them', async t => {
  const { holder } = await table(t)
  const a = holder('a')
  next = () => 1
  const keys = await Promise.all(
    [
      a.call(work, 1, undefined),
      a.call(work, '1', undefined),
      a.call(work, 1, undefined, { files: 'f1' }),
      a.call(work, 1, { version: '1' }),
      a.call(work, 1, { version: '1' }, { files: 'f1' }),
      a.call(work, 1, { version: '2' }),
    ].map(async answer => (await answer).datapoint),
  )
  assert.equal(new Set(keys).size, 5)
  assert.equal(keys[3], keys[4])
  assert.equal(starts, 5)
})

test('what has no identity is refused before anything is called or claimed', async t => {
  const { holder, store } = await table(t)
  assert.throws(() => holder('a').call(work, { a: [() => 1] }, undefined), /^TypeError: expected input\.a\.0 to be data/)
  assert.deepEqual([starts, await Array.fromAsync(store.rows('assay_claims'))], [0, []])
})

test('a large value comes back as itself, an asset as an asset', async t => {
  const { holder } = await table(t)
  const text = 'x'.repeat(100_000)
  next = () => ({ text, list: [text], small: 1, model: asset('weights') })
  for (const name of ['a', 'b']) {
    const { model, ...rest } = resultOf(await holder(name).call(work, 'object', undefined)) as {
      model: { load: () => Promise<unknown> }
    }
    assert.deepEqual([rest, await model.load()], [{ text, list: [text], small: 1 }, 'weights'])
  }
  next = () => text
  for (const name of ['a', 'b']) assert.equal(resultOf(await holder(name).call(work, 'text', undefined)), text)
})

test('the input and the code are kept beside the result', async t => {
  const { holder, store } = await table(t)
  next = () => 1
  const { datapoint } = await holder('a').call(work, { x: 1 }, undefined)
  const [row] = await Array.fromAsync(store.rows('assay_ledger'))
  const [code] = await Array.fromAsync(store.rows('assay_codes'))
  const [input] = await Array.fromAsync(store.rows('assay_inputs'))
  assert.deepEqual(
    [row?.['datapoint'], row?.['name'], row?.['params'], row?.['trial'], row?.['code'], row?.['input']],
    [datapoint, 'once(work)', '{}', 0, code?.['code'], input?.['digest']],
  )
  assert.deepEqual([code?.['name'], input?.['value']], ['once(work)', '{"x":1}'])
  assert.ok(Object.hasOwn(code?.['parts'] as object, 'once.test.ts#work'))
})

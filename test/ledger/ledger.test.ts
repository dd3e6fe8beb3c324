// A datapoint has one holder at a time, one committed outcome, and every start is counted; time is a clock that the test turns.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Clock } from '../../src/base/clock.ts'
import { digest } from '../../src/identity/digest.ts'
import { Ledger, type Start } from '../../src/ledger/ledger.ts'
import { type Outcome, encodeResult } from '../../src/ledger/outcomes.ts'
import { leaseMs } from '../../src/ledger/watch.ts'
import { openStore } from '../../src/store/open.ts'
import type { Liveness, Store } from '../../src/store/store.ts'

const parts = { name: 'b', code: 'version:1', files: '', train: '', input: digest('input'), params: '{"a":1}', trial: 0 }

/** Several holders of one store in memory; whether each is alive is what the test says. */
async function table(t: { after: (work: () => unknown) => void }) {
  const store = await openStore(':memory:', { mode: 'write' })
  t.after(() => store.close())
  const alive = new Map<string, Liveness>()
  const seen: Store = Object.assign(Object.create(store) as Store, {
    claim: store.claim.bind(store),
    settle: store.settle.bind(store),
    giveBack: store.giveBack.bind(store),
    rows: store.rows.bind(store),
    renew: () => {},
    liveness: async (holder: string) => alive.get(holder) ?? { isHeld: true, mark: '' },
  })
  let nowMs = 0
  const clock: Clock = { now: () => new Date(nowMs), monotonicMs: () => nowMs, sleep: async () => {} }
  const holder = (name: string, options: { failuresSince?: Date | null } = {}) =>
    new Ledger({ store: seen, holder: name, clock, failuresSince: new Date(0), ...options })
  return { holder, alive, turn: (ms: number) => (nowMs += ms), at: () => new Date(nowMs) }
}

function outcome(start: Start, more: Partial<Outcome> = {}): Outcome {
  const { attempts, holder } = start.claim
  const ok = { status: 'ok', result: holder, error: null, errorType: null, durationMs: 1 } as const
  return { ...ok, attempts, maybePaid: start.wasCutOff, producedBy: holder, at: new Date(5), ...more }
}

function settle(ledger: Ledger, start: Start, more: Partial<Outcome> = {}): Promise<boolean> {
  const whole = outcome(start, more)
  const encoded = whole.status === 'ok' ? encodeResult(whole.result) : null
  return ledger.settle(start, parts, whole, { encoded }, [])
}

async function startOf(ledger: Ledger, key: string): Promise<Start> {
  const start = (await ledger.claim([key], 1)).started.get(key)
  assert.ok(start, `${key} was free`)
  return start
}

test('of two that ask at one moment one starts, and the other waits for the result', async t => {
  const { holder } = await table(t)
  const [a, b] = [holder('a'), holder('b')]
  const [first, second] = await Promise.all([a.claim(['k'], 1), b.claim(['k'], 1)])
  assert.deepEqual([first.started.size, second.started.size, [...second.held]], [1, 0, ['k']])
  assert.equal(await settle(a, first.started.get('k') as Start), true)
  assert.equal((await b.claim(['k'], 1)).stored.get('k')?.result, 'a')
})

test('as many are claimed as were asked for, in order, around those that are held', async t => {
  const { holder } = await table(t)
  await startOf(holder('a'), 'k1')
  const { started, held } = await holder('b').claim(['k0', 'k1', 'k2', 'k3'], 2)
  assert.deepEqual([[...started.keys()], [...held]], [['k0', 'k2'], ['k1']])
})

test('who lost its lock is gone at once: its claim is taken over, its start is counted, and it may have been paid', async t => {
  const { holder, alive } = await table(t)
  const [a, b] = [holder('a'), holder('b')]
  const lost = await startOf(a, 'k')
  alive.set('a', { isHeld: false, mark: '' })
  const start = await startOf(b, 'k')
  assert.deepEqual([start.claim.attempts, start.wasCutOff], [2, true])
  assert.equal(await settle(a, lost), false, 'a late commit changes nothing')
  assert.equal(await settle(b, start), true)
  const stored = (await a.claim(['k'], 1)).stored.get('k')
  assert.deepEqual([stored?.result, stored?.attempts, stored?.maybePaid], ['b', 2, true])
})

test('who stands still keeps its claim for a lease and no longer; one that moves keeps it for ever', async t => {
  const { holder, alive, turn } = await table(t)
  await startOf(holder('still'), 'k0')
  await startOf(holder('moves'), 'k1')
  const waiting = holder('waiting')
  alive.set('still', { isHeld: true, mark: '1' })
  for (let second = 0; second <= leaseMs; second += leaseMs / 10) {
    alive.set('moves', { isHeld: true, mark: `${second}` })
    assert.deepEqual([...(await waiting.claim(['k0', 'k1'], 2)).held], ['k0', 'k1'])
    turn(leaseMs / 10)
  }
  const { started, held } = await waiting.claim(['k0', 'k1'], 2)
  assert.deepEqual([[...started.keys()], [...held]], [['k0'], ['k1']])
})

test('who was stopped and goes on is there again: what it claims then is its own', async t => {
  const { holder, alive, turn } = await table(t)
  const [a, b] = [holder('a'), holder('b')]
  await startOf(a, 'k0')
  alive.set('a', { isHeld: true, mark: '1' })
  await b.claim(['k0'], 1)
  turn(leaseMs + 1)
  await startOf(b, 'k0')
  alive.set('a', { isHeld: true, mark: '2' })
  await startOf(a, 'k1')
  assert.deepEqual([...(await b.claim(['k1'], 1)).held], ['k1'])
})

test('one holder that lost a datapoint and has it again cannot commit the first start as the second', async t => {
  const { holder, alive } = await table(t)
  const [a, b] = [holder('a'), holder('b')]
  const first = await startOf(a, 'k')
  alive.set('a', { isHeld: false, mark: '' })
  await startOf(b, 'k')
  alive.set('b', { isHeld: false, mark: '' })
  const third = await startOf(a, 'k')
  assert.deepEqual([await settle(a, first), await settle(a, third)], [false, true])
})

test('a failure answers those that began before it; later ones, and a cut, start again', async t => {
  const { holder } = await table(t)
  const a = holder('a')
  const error = { status: 'error', result: undefined, error: 'no', errorType: 'Error' } as const
  await settle(a, await startOf(a, 'k'), { ...error, at: new Date(5) })
  assert.equal((await holder('b', { failuresSince: new Date(5) }).claim(['k'], 1)).stored.get('k')?.error, 'no')
  assert.equal((await holder('new', { failuresSince: null }).claim(['k'], 1)).stored.get('k')?.error, 'no')
  const later = holder('c', { failuresSince: new Date(6) })
  const start = await startOf(later, 'k')
  assert.deepEqual([start.claim.attempts, start.wasCutOff], [2, false])
  await settle(later, start, { ...error, status: 'aborted', at: new Date(9) })
  assert.equal((await startOf(holder('d', { failuresSince: new Date(7) }), 'k')).claim.attempts, 3)
})

test('again starts what has a result, and the new one takes its place', async t => {
  const { holder } = await table(t)
  const a = holder('a')
  await settle(a, await startOf(a, 'k'))
  const b = holder('b')
  const again = new Set(['k'])
  const start = (await b.claim(['k'], 1, again)).started.get('k') as Start
  assert.equal(await settle(b, start), true)
  assert.equal((await b.claim(['k'], 1, again)).stored.get('k')?.result, 'b', 'once is again enough')
  const stored = (await a.claim(['k'], 1)).stored.get('k')
  assert.deepEqual([stored?.result, stored?.attempts], ['b', 2])
})

test('a start that is given back counts as none', async t => {
  const { holder } = await table(t)
  const a = holder('a')
  await a.giveBack(await startOf(a, 'k'))
  assert.equal((await startOf(a, 'k')).claim.attempts, 1)
})

test('starts of holders that are gone stay counted when the next start is given back, and are free at once', async t => {
  const { holder, alive } = await table(t)
  const [a, b, c] = [holder('a'), holder('b'), holder('c')]
  await startOf(a, 'k')
  alive.set('a', { isHeld: false, mark: '' })
  await b.giveBack(await startOf(b, 'k'))
  const start = await startOf(c, 'k')
  assert.deepEqual([start.claim.attempts, start.wasCutOff], [2, true])
  await c.giveBack(start)
  await settle(c, await startOf(c, 'k'), {
    status: 'error',
    result: undefined,
    error: 'no',
    errorType: 'Error',
    at: new Date(-1),
  })
  await b.giveBack(await startOf(b, 'k'))
  assert.deepEqual(
    await startOf(b, 'k').then(({ claim, wasCutOff }) => [claim.attempts, wasCutOff]),
    [3, false],
    'the ledger counts them by now',
  )
})

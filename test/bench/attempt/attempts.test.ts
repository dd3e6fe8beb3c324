// Which attempts follow which, and after what pause: with an executor that does as it is told, and a clock that waits for nobody.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { benchmark } from '../../../src/bench/declare/benchmark.ts'
import type { Limits } from '../../../src/bench/declare/context.ts'
import { Attempts } from '../../../src/bench/attempt/attempts.ts'
import type { Attempted } from '../../../src/bench/attempt/unit.ts'
import { withSession } from '../../../src/bench/execute/open-session.ts'
import type { Ended } from '../../../src/bench/executors/executor.ts'
import { planPages } from '../../../src/bench/plan/pages.ts'
import { prepare } from '../../../src/bench/plan/prepare.ts'
import { settleOptions } from '../../../src/bench/settle.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { createFakeExecutor, failed } from '../../support/fake-executor.ts'

const startMs = Date.UTC(2030, 0, 1)
const declared = benchmark({ name: 'b', data: [1], version: '1', task: () => 1 })
const busy = (fields: object) => failed(Object.assign(new Error('busy'), fields))

/** The last attempt of one datapoint, how long was waited before each repeat, and the rows of the attempts that were repeated. */
async function attempt(endings: readonly Partial<Ended>[], limits: Limits = {}, stop = new AbortController()) {
  const clock = createFakeClock(startMs)
  const executor = createFakeExecutor(endings)
  const options = await settleOptions({ db: ':memory:', limits, signal: stop.signal })
  return withSession(await prepare(declared, options), options, async opened => {
    const session = { ...opened, clock }
    const [page = []] = await Array.fromAsync(planPages(session))
    const { started } = await session.ledger.claim([page[0]?.key ?? ''], 1)
    const units = page.map(planned => ({ planned, start: started.get(planned.key) as never, spent: null }))
    const [last] = await new Attempts(session, executor, () => {}).run(units)
    const rows = await Array.fromAsync(session.store.rows('attempts'), ({ attempt, status, wait_ms: waitMs }) => [
      attempt,
      status,
      waitMs,
    ])
    await session.store[Symbol.asyncDispose]()
    return { last: last as Attempted, waits: clock.waits, rows, works: executor.works }
  })
}

test('an answer that says when to come back is believed: in seconds, as a date, in milliseconds', async () => {
  for (const [retryAfter, waitMs] of [
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': new Date(startMs + 90_000).toUTCString() }, 90_000],
    [{ 'retry-after-ms': '20' }, 20],
  ] as const) {
    const { last, waits, rows } = await attempt([busy({ status: 429, headers: new Headers(retryAfter) })])
    assert.deepEqual([last.ended.status, last.start.claim.attempts, waits], ['ok', 2, [waitMs]])
    assert.deepEqual(rows, [[1, 'error', waitMs]])
  }
})

test('without such an answer pauses double, each at least half of what it may be', async () => {
  const { last, waits, rows } = await attempt(
    [1, 2, 3].map(() => busy({ status: 500 })),
    { retries: 3 },
  )
  assert.deepEqual([last.ended.status, last.start.claim.attempts], ['ok', 4])
  assert.equal(waits.length, 3)
  for (const [i, most] of [500, 1_000, 2_000].entries()) {
    const wait = waits[i] ?? 0
    assert.ok(wait >= most / 2 && wait <= most, `${wait} of ${most}`)
  }
  assert.deepEqual(
    rows,
    waits.map((wait, i) => [i + 1, 'error', wait]),
  )
})

test('the last attempt is the outcome, and attempts end with the limit', async () => {
  const { last, works } = await attempt([1, 2, 3, 4].map(() => busy({ status: 503 })))
  assert.deepEqual([last.ended.status, last.start.claim.attempts], ['error', 3])
  assert.deepEqual(
    works.map(work => work.attempt),
    [1, 2, 3],
  )
  const once = await attempt([busy({ status: 503 })], { retries: 0 })
  assert.deepEqual([once.last.ended.status, once.waits], ['error', []])
})

test('a timeout, a skip and an error that does not pass are not tried again', async () => {
  for (const ending of [{ status: 'timeout' }, { status: 'skipped' }, busy({ status: 400 })] as const) {
    const { waits, works } = await attempt([ending])
    assert.deepEqual([waits, works.length], [[], 1])
  }
})

test('who had the error itself decides, else the limit’s own function', async () => {
  const there = await attempt([{ ...busy({ status: 400 }), isPassing: true }])
  assert.equal(there.last.start.claim.attempts, 2)
  const notThere = await attempt([{ ...busy({ status: 500 }), isPassing: false }])
  assert.equal(notThere.last.start.claim.attempts, 1)
  const own = await attempt([busy({ mine: true })], { isRetryable: error => (error as { mine?: boolean }).mine === true })
  assert.equal(own.last.start.claim.attempts, 2)
})

test('a run that is stopped waits no longer, and makes no other attempt', async () => {
  const stop = new AbortController()
  const endings = [busy({ status: 429, headers: { 'retry-after': '3600' } })]
  const { last, waits, works } = await attempt(endings, { isRetryable: () => (stop.abort(), true) }, stop)
  assert.deepEqual([last.ended.status, waits, works.length], ['error', [], 1])
})

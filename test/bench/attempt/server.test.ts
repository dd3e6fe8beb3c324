// A real server that is busy, broken, silent or gone, asked with fetch: how often, after what pauses, and what becomes of the rows.
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { Rates } from '../../../src/bench/attempt/rates.ts'
import { benchmark } from '../../../src/bench/declare/benchmark.ts'
import { executePass } from '../../../src/bench/execute/execute.ts'
import { withSession } from '../../../src/bench/execute/open-session.ts'
import { taskPass } from '../../../src/bench/execute/pass.ts'
import { prepare } from '../../../src/bench/plan/prepare.ts'
import { settleOptions } from '../../../src/bench/settle.ts'
import type { Limits } from '../../../src/bench/declare/context.ts'
import type { Row } from '../../../src/store/store.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { startServer } from '../../support/unreliable-server.ts'

/** As most clients do it: the status and the headers stand in what is thrown. */
async function ask(url: string, signal: AbortSignal): Promise<{ readonly count: number }> {
  const response = await fetch(url, { signal })
  const { status, headers } = response
  if (!response.ok) throw Object.assign(new Error(`the server said ${status}`), { status, headers })
  return (await response.json()) as { readonly count: number }
}

/** The row of each path, the pauses before its later attempts, and how often the server was asked for it. */
async function askAll(t: TestContext, paths: readonly string[], limits: Limits = {}) {
  const server = await startServer(t)
  const declared = benchmark({
    name: 'asks',
    data: paths,
    id: path => path,
    version: '1',
    limits: { concurrency: 1, ...limits },
    task: (path, _, { signal }) => ask(server.url + path, signal),
  })
  const clock = createFakeClock(Date.UTC(2030, 0, 1))
  const options = await settleOptions({ db: ':memory:' })
  return withSession(await prepare(declared, options), options, async opened => {
    const session = { ...opened, clock, rates: new Rates(opened.store, opened.limits, clock) }
    await executePass(taskPass(session))
    const rows = await Array.fromAsync(session.store.rows('assay_predictions'))
    const attempts = await Array.fromAsync(session.store.rows('attempts'))
    await session.store[Symbol.asyncDispose]()
    const of = (path: string) => {
      const row = rows.find(one => one['input_id'] === path) as Row
      const before = attempts.filter(one => one['datapoint'] === row['datapoint'])
      assert.deepEqual([before.every(one => one['status'] === 'error'), server.countOf(path)], [true, row['attempts']])
      return { row, pauses: before.map(one => Number(one['wait_ms'])), errors: before.map(one => one['error']) }
    }
    return { of, clock, server, findings: session.findings.list() }
  })
}

/** Within what a pause may be without an answer that says how long: the second half of the doubling time. */
function assertDoubling(pauses: readonly number[], attempts: number): void {
  assert.equal(pauses.length, attempts - 1)
  for (const [i, pause] of pauses.entries()) assert.ok(pause >= 250 * 2 ** i && pause <= 500 * 2 ** i, `${pause}`)
}

test('busy: asked again when it said, and only then', async t => {
  const { of, clock } = await askAll(t, ['/429:7,ok', '/429:2,503:30,ok', '/429:1'])
  assert.deepEqual([of('/429:7,ok').row['status'], of('/429:7,ok').pauses], ['ok', [7_000]])
  assert.deepEqual([of('/429:2,503:30,ok').row['attempts'], of('/429:2,503:30,ok').pauses], [3, [2_000, 30_000]])
  assert.deepEqual(of('/429:2,503:30,ok').errors, ['the server said 429', 'the server said 503'])
  const { row, pauses } = of('/429:1')
  assert.deepEqual([row['status'], row['error'], row['attempts'], pauses], ['error', 'the server said 429', 3, [1_000, 1_000]])
  assert.deepEqual(clock.waits, [7_000, 2_000, 30_000, 1_000, 1_000])
})

test('broken: asked again after pauses that double, three times at most', async t => {
  const { of } = await askAll(t, ['/500,502,ok', '/500'])
  assert.deepEqual([of('/500,502,ok').row['status'], of('/500,502,ok').row['count']], ['ok', 3])
  assertDoubling(of('/500,502,ok').pauses, 3)
  assert.deepEqual([of('/500').row['status'], of('/500').row['error']], ['error', 'the server said 500'])
  assertDoubling(of('/500').pauses, 3)
})

test('cut off, before the answer and in it: asked again', async t => {
  const { of } = await askAll(t, ['/cut,ok', '/half,ok', '/cut'])
  for (const path of ['/cut,ok', '/half,ok']) {
    assert.deepEqual([of(path).row['status'], of(path).row['attempts']], ['ok', 2], path)
    assertDoubling(of(path).pauses, 2)
  }
  assert.deepEqual([of('/cut').row['status'], of('/cut').row['attempts']], ['error', 3])
})

test('silent: cut off by the timeout, which is not tried again, because it may have been paid for', async t => {
  const { of, clock } = await askAll(t, ['/hang', '/ok'], { timeoutMs: 300 })
  const { row } = of('/hang')
  assert.deepEqual([row['status'], row['attempts'], row['maybe_paid'], clock.waits], ['timeout', 1, true, []])
  assert.equal(of('/ok').row['status'], 'ok')
})

test('refused for good: not asked again', async t => {
  const { of, clock } = await askAll(t, ['/400', '/401', '/ok'])
  for (const path of ['/400', '/401']) assert.deepEqual([of(path).row['status'], of(path).row['attempts']], ['error', 1])
  assert.deepEqual(clock.waits, [])
})

test('each later attempt waits for its turn of the rate too', async t => {
  const { clock, server } = await askAll(t, ['/429:0,ok', '/ok'], { requestsPerMinute: 60 })
  assert.equal(server.arrivals.length, 3)
  assert.deepEqual(
    clock.waits.filter(wait => wait > 0),
    [1_020, 1_020],
  )
})

// Four processes keep one rate together, later attempts included: by the clock of the server that they ask.
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { projectFolder } from '../fixtures/folder.ts'
import { startServer } from '../support/unreliable-server.ts'
import { assay } from './assay.ts'

const items = 18
const perMinute = 600
/** Requests that may have come late, so that they are nearer to the next one: a loaded machine delays a process by up to a second. */
const late = 10

const file = (url: string) => `import { setTimeout as sleep } from 'node:timers/promises'
import { benchmark } from 'assay'
export default benchmark({
  name: 'asks',
  data: Array.from({ length: ${items} }, (_, i) => 'i' + i),
  id: x => x,
  version: '1',
  limits: { requestsPerMinute: ${perMinute} },
  task: async id => {
    const { status, headers } = await fetch('${url}/' + id + '/429:0,ok')
    if (status !== 200) throw Object.assign(new Error('busy'), { status, headers })
    await sleep(300)
    return { prediction: id, by: process.pid }
  },
})`

/** In no stretch of time, however long, does the server count more requests than the rate allows for it. */
function assertKept(arrivals: readonly number[]): void {
  for (const [i, from] of arrivals.entries()) {
    for (const [more, to] of arrivals.slice(i).entries()) {
      const most = ((to - from) * perMinute) / 60_000 + 1 + late
      assert.ok(more + 1 <= most, `${more + 1} requests in ${Math.round(to - from)} ms`)
    }
  }
}

async function askTogether(t: TestContext, runs: readonly (readonly string[])[]) {
  const server = await startServer(t)
  const settings = { cwd: projectFolder({ 'asks.bench.ts': file(server.url) }, t) }
  const ended = await Promise.all(runs.map(flags => assay(['run', 'asks.bench.ts', '--db', 'lab.db', ...flags], settings)))
  assert.deepEqual(
    ended.map(({ code, stderr }) => (code === 0 ? '' : stderr)),
    runs.map(() => ''),
  )
  assert.equal(server.arrivals.length, 2 * items, 'each is refused once and answered once, whoever asks')
  assertKept(server.arrivals)
  const query = 'SELECT COUNT(DISTINCT "by") AS processes, MIN(attempts) AS fewest, MAX(attempts) AS most FROM datapoints'
  const { stdout } = await assay(['sql', 'lab.db', query, '--json'], settings)
  return (JSON.parse(stdout) as { data: { rows: [{ processes: number; fewest: number; most: number }] } }).data.rows[0]
}

test('four runs on one ledger', async t => {
  const { processes, fewest, most } = await askTogether(t, [[], [], [], []])
  assert.deepEqual([processes > 1, fewest, most], [true, 2, 2])
})

test('one run with four workers', async t => {
  const { processes, fewest, most } = await askTogether(t, [['--workers', '4', '--concurrency', '1']])
  assert.deepEqual([processes > 1, fewest, most], [true, 2, 2])
})

// What a run spends is known to the cent: after a budget, after its worker is killed, and after it is killed itself.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { projectFolder, writeFiles } from '../fixtures/folder.ts'
import { assay, assayJson, startAssay } from './assay.ts'

const prelude = `import { existsSync } from 'node:fs'
import { benchmark } from 'assay'
const cents = cost_usd => ({
  input_tokens: 1, cached_input_tokens: 0, cache_write_tokens: 0, output_tokens: 1, reasoning_tokens: 0, cost_usd,
})
`

/** Three are tried again; then all wait, until the file go is there. */
const killed = `${prelude}
export default benchmark({
  name: 'killed', data: [1, 2, 3, 4, 5, 6], id: String, version: '1',
  limits: { concurrency: 6, itemCostUsd: 1 },
  task: async (n, _, { spend, attempt, log }) => {
    spend(cents(n / 100))
    spend(cents(0.001))
    if (n <= 3 && attempt === 1) throw Object.assign(new Error('busy'), { status: 429, headers: { 'retry-after': '0' } })
    if (!existsSync('go')) {
      await log({ n })
      console.error('spent ' + n)
      await new Promise(() => {})
    }
    return n
  },
})`

/** Spends, then ends the process that executes it. */
const lost = `${prelude}
export default benchmark({
  name: 'lost', data: ['a', 'dies', 'b'], id: x => x, version: '1', limits: { retries: 0 },
  task: async (x, _, { spend, record }) => {
    spend(cents(0.25))
    record({ raw: x })
    if (x === 'dies') process.kill(process.pid, 'SIGKILL')
    return x
  },
})`

/** Four at once, of which none ends before all four have spent. */
const budget = `${prelude}
let ends = []
export default benchmark({
  name: 'budget', data: Array.from({ length: 40 }, (_, i) => i), id: String, version: '1',
  limits: { concurrency: 4, maxCostUsd: 0.55 },
  task: async (n, _, { spend }) => {
    await new Promise(resolve => {
      ends.push(resolve)
      if (ends.length === 4) for (const end of ends.splice(0)) end()
    })
    spend(cents(0.1))
    return n
  },
})`

const spentQuery = `SELECT run_id, status, COUNT(*) AS n, round(SUM(cost_usd), 6) AS cost FROM attempts GROUP BY run_id, status ORDER BY 1, 2`

async function rowsOf(cwd: string, query: string) {
  const { data } = await assayJson(['sql', 'lab.db', query], { cwd })
  return (data as unknown as { rows: Record<string, unknown>[] }).rows
}

test('a killed run: every attempt that spent something is there, and the next run does not count it as its own', async t => {
  const cwd = projectFolder({ 'b.bench.ts': killed }, t)
  const { child, said, ended } = startAssay(['run', 'b.bench.ts', '--db', 'lab.db'], { cwd })
  for (const n of [1, 2, 3, 4, 5, 6]) await said(`spent ${n}`)
  child.kill('SIGKILL')
  await ended
  const before = await rowsOf(cwd, 'SELECT SUM(cost_usd) AS cost FROM attempts')
  // 1 to 3 twice, 4 to 6 once, and a tenth of a cent each time.
  assert.ok(Math.abs(Number(before[0]?.['cost']) - (0.12 + 0.15 + 9 * 0.001)) < 1e-9, JSON.stringify(before))
  writeFiles(cwd, { go: '' })
  const next = await assayJson(['run', 'b.bench.ts', '--db', 'lab.db'], { cwd })
  assert.deepEqual(
    [next.data!['executed'], next.data!['replayed'], Number(next.data!['spent_usd']).toFixed(6)],
    [6, 0, '0.216000'],
  )
  const rows = await rowsOf(cwd, spentQuery)
  const own = rows.filter(row => row['run_id'] === next.data!['run_id']).map(({ status, n, cost }) => [status, n, cost])
  const earlier = rows.filter(row => row['run_id'] !== next.data!['run_id']).map(({ status, n, cost }) => [status, n, cost])
  assert.deepEqual(own, [['ok', 6, 0.216]])
  assert.deepEqual(earlier, [
    ['aborted', 6, 0.216],
    ['error', 3, 0.063],
  ])
})

test('a killed worker: its datapoint keeps what it spent and recorded', async t => {
  const cwd = projectFolder({ 'b.bench.ts': lost }, t)
  const { data } = await assayJson(['run', 'b.bench.ts', '--db', 'lab.db', '--workers', '2', '--concurrency', '1'], { cwd })
  assert.deepEqual([data!['executed'], data!['failed'], data!['spent_usd']], [3, 1, 0.75])
  const rows = await rowsOf(cwd, 'SELECT input_id, status, raw, cost_usd FROM predictions ORDER BY input_id')
  assert.deepEqual(
    rows.map(row => Object.values(row)),
    [
      ['a', 'ok', 'a', 0.25],
      ['b', 'ok', 'b', 0.25],
      ['dies', 'error', 'dies', 0.25],
    ],
  )
})

test('a budget: nothing starts once it is spent, and what was in flight is all that exceeds it', async t => {
  const cwd = projectFolder({ 'b.bench.ts': budget }, t)
  const { stderr } = await assay(['run', 'b.bench.ts', '--db', 'lab.db'], { cwd })
  assert.match(stderr, /dollars are spent, of 0\.55 allowed/)
  const [row] = await rowsOf(cwd, 'SELECT COUNT(*) AS n, round(SUM(cost_usd), 6) AS cost FROM attempts')
  assert.deepEqual(row, { n: 8, cost: 0.8 })
})

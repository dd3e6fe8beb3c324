// Checks that a comparison of two runs says how differently they were measured: machines, versions, hours, prices and judges.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { projectFolder, writeFiles } from '../fixtures/folder.ts'
import { assay, assayJson } from './assay.ts'

const bench = (judge: string) => `
import { benchmark, mean } from 'assay'

const cents = cost_usd => ({
  input_tokens: 1, cached_input_tokens: 0, cache_write_tokens: 0, output_tokens: 1, reasoning_tokens: 0, cost_usd,
})

export default benchmark({
  name: 'marks',
  data: Array.from({ length: 30 }, (_, i) => ({ id: 'i' + i, size: i })),
  task: ({ size }, _, { spend }) => { spend(cents(size / 100)); return size },
  scores: { good: { version: '${judge}', task: async ({ result }) => result % 2 } },
  metrics: { time: mean('duration_ms'), cost: mean('cost_usd'), good: mean('scores_good', { better: 'higher' }) },
  version: '1',
})
`

/** Two runs that both execute everything, the second with this judge. */
async function twice(t: TestContext, judge = '1') {
  const cwd = projectFolder({ 'marks.bench.ts': bench('1') }, t)
  const run = async () => {
    const { data, exit } = await assayJson(['run', 'marks.bench.ts', '--execute', 'all'], { cwd })
    assert.equal(exit, 0)
    return (data as unknown as { run_id: string }).run_id
  }
  const first = await run()
  writeFiles(cwd, { 'marks.bench.ts': bench(judge) })
  const second = await run()
  const findings = async (metric: string) => {
    const { data } = await assayJson(['compare', 'assay.db', first, second, '--metric', metric], { cwd })
    return (data as unknown as { findings: { id: string; examples: object[] }[] }).findings
  }
  return {
    idsOf: async (metric: string) => (await findings(metric)).map(({ id }) => id),
    findings,
    /** As if the first run had been another. */
    change: (sql: string) => {
      const database = new DatabaseSync(join(cwd, 'assay.db'))
      database.prepare(`UPDATE runs SET ${sql} WHERE run_id = ?`).run(first)
      database.close()
    },
  }
}

test('times of other machines, versions of Node and hours are branded, and nothing else is for it', async t => {
  const { idsOf, findings, change } = await twice(t)
  assert.deepEqual(await idsOf('time'), ['measured-apart'])
  change(`environment = replace(environment, '${process.version}', 'v20.0.0')`)
  assert.deepEqual(await idsOf('time'), ['measured-apart', 'other-runtimes'])
  assert.deepEqual((await findings('time')).at(-1)?.examples, [{ baseline: ['v20.0.0'], candidate: [process.version] }])
  change(
    "environment = json_set(environment, '$.cpu', 'another'), started_at = '2020-01-01T00:00:00.000Z', ended_at = '2020-01-01T00:01:00.000Z'",
  )
  assert.deepEqual(await idsOf('time'), ['measured-apart', 'other-machines', 'other-runtimes', 'hours-apart'])
  assert.deepEqual(await idsOf('cost'), [])
  assert.deepEqual(await idsOf('good'), [])
})

test('costs of other price tables are branded', async t => {
  const { idsOf, findings, change } = await twice(t)
  assert.deepEqual(await idsOf('cost'), [])
  change("price_version = '2020-01-01'")
  assert.deepEqual(await idsOf('cost'), ['other-prices'])
  assert.deepEqual((await findings('cost'))[0]?.examples, [{ baseline: ['2020-01-01'], candidate: ['given'] }])
  assert.deepEqual(await idsOf('time'), ['measured-apart'])
})

test('scores of a judge with other code are branded', async t => {
  const { idsOf } = await twice(t, '2')
  assert.deepEqual([await idsOf('good'), await idsOf('cost')], [['other-judges'], []])
})

test('one run has measured both sides alike', async t => {
  const cwd = projectFolder(
    { 'marks.bench.ts': bench('1').replace('task: ({', "params: [{ model: 'a' }, { model: 'b' }],\n  task: ({") },
    t,
  )
  const { code, stderr } = await assay(['run', 'marks.bench.ts'], { cwd })
  assert.equal(code, 0, stderr)
  for (const metric of ['time', 'cost', 'good']) {
    const { data } = await assayJson(['compare', 'assay.db', 'model=a', 'model=b', '--metric', metric], { cwd })
    assert.deepEqual((data as unknown as { findings: object[] }).findings, [])
  }
})

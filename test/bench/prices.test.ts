// What tasks spend is priced by the user's own prices, then by the table; what nobody can price stays null, and a finding says so.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { benchmark } from '../../src/bench/declare/benchmark.ts'
import type { Config } from '../../src/bench/declare/config.ts'
import { run } from '../../src/bench/run.ts'
import { usage } from '../../src/measure/usage.ts'
import type { Usage } from '../../src/record/usage.ts'
import { openReader } from '../../src/tracker/reader.ts'
import { temporaryFolder, writeFiles } from '../fixtures/folder.ts'
import { laboratory } from '../fixtures/laboratory.ts'

const prices = { 'my-model': { inputUsdPerMillion: 2, outputUsdPerMillion: 8 } }
const tokens = { input_tokens: 1_000_000, output_tokens: 500_000 }

type Spent = () => readonly Usage[]

async function spent(t: TestContext, config: Config | string | URL, of: Spent, limits = {}) {
  const db = laboratory(t)
  const declared = benchmark({
    name: 'b',
    data: [{ id: 'a' }],
    task: (_, __, context) => {
      for (const one of of()) context.spend(one)
      return 'x'
    },
    version: '1',
    limits,
  })
  const again = async (changed = config) => {
    await using result = await run(declared, { db, config: changed })
    const [row] = (await result.rows()) as unknown as Record<string, unknown>[]
    await using reader = await openReader(db, { table: 'runs' })
    const [line] = await reader.rows({ where: { run_id: result.runId } })
    const finding = result.findings.find(({ id }) => id === 'unknown-price')
    return { cost: row?.['cost_usd'], status: row?.['status'], version: line?.['price_version'], finding, result }
  }
  return { ...(await again()), again }
}

test('an own price gives the cost of a model that the table does not know, and the run names whose prices it used', async t => {
  const { cost, version, finding, result, again } = await spent(t, { prices }, () => [usage(tokens, { model: 'my-model' })])
  assert.deepEqual([cost, version, finding, result.spentUsd], [6, 'own', undefined, 6])
  const replayed = await again({})
  assert.deepEqual([replayed.cost, replayed.version, replayed.finding], [6, null, undefined])
})

test('own prices go before the table, and several sources are all named', async t => {
  const own = { 'gpt-5': { inputUsdPerMillion: 0, outputUsdPerMillion: 0 } }
  const calls = () => [
    usage(tokens, { model: 'gpt-5' }),
    usage(tokens, { model: 'gpt-4.1' }),
    { ...usage({}), ...tokens, cost_usd: 1 } as Usage,
  ]
  const { cost, version } = await spent(t, { prices: own }, calls)
  const table = await spent(t, {}, () => [usage(tokens, { model: 'gpt-4.1' })])
  assert.equal(cost, Number(table.cost) + 1)
  assert.match(String(table.version), /^genai-prices \d/)
  assert.equal(version, `${table.version}; given; own`)
})

test('a cost that nobody knows stays null, and a finding counts it with its reason and item', async t => {
  const { cost, version, finding } = await spent(t, { prices }, () => [usage(tokens, { model: 'other' }), usage(tokens)])
  assert.deepEqual([cost, version], [null, null])
  assert.deepEqual(
    [finding?.severity, finding?.count, finding?.examples.map(example => example['input_id'])],
    ['warning', 2, ['a', 'a']],
  )
  assert.match(String(finding?.examples[0]?.['reason']), /has no price for the model "other"$/)
  assert.match(String(finding?.examples[1]?.['reason']), /does not name its model/)
})

test('a usage with something beside its columns keeps the cost that it brought', async t => {
  const { cost } = await spent(t, {}, () => [{ ...usage(tokens), cost_usd: 3, model: 'my-model' } as Usage])
  assert.equal(cost, 3)
})

test('a budget counts what own prices give', async t => {
  const { status } = await spent(t, { prices }, () => [usage(tokens, { model: 'my-model' })], { itemCostUsd: 5 })
  assert.equal(status, 'error')
})

test('a config is a file too, and an option that is not as expected is refused', async t => {
  const folder = temporaryFolder(t)
  writeFiles(folder, { 'assay.config.mjs': `export default { prices: ${JSON.stringify(prices)} }` })
  const file = pathToFileURL(join(folder, 'assay.config.mjs'))
  const { cost } = await spent(t, file, () => [usage(tokens, { model: 'my-model' })])
  assert.equal(cost, 6)
  await assert.rejects(
    spent(t, join(folder, 'none.ts'), () => []),
    { code: 'file_not_found' },
  )
  await assert.rejects(
    spent(t, { price: {} } as Config, () => []),
    /TypeError: expected the keys db, .*got `price`\. Did you mean `prices`\?/,
  )
})

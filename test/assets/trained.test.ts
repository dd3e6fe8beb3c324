// Checks models as in a search over params and seeds: each is trained once, kept as an asset, and predicts the same wherever it is loaded by its hash.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Asset, openReader } from 'assay'
import { assayJson } from '../cli/assay.ts'
import { projectFolder } from '../fixtures/folder.ts'

const bench = `
import { accuracy, asset, benchmark, grid, type Asset } from 'assay'
import { appendFileSync } from 'node:fs'
import { predict } from './predict.ts'

const train = Array.from({ length: 40 }, (_, i) => ({ x: i, label: i < 20 ? 'low' : 'high' }))

/** The middle between the means of a sample of each class. */
async function fit({ size, seed }: { size: number; seed: number }): Promise<Asset<string>> {
  appendFileSync('trained.txt', size + ' ' + seed + '\\n')
  const sample = (label: string) => train.filter(row => row.label === label).filter((_, i) => (i * 7 + seed) % 20 < size)
  const means = ['low', 'high'].map(label => sample(label).reduce((sum, row, _, all) => sum + row.x / all.length, 0))
  return asset(JSON.stringify({ at: (means[0]! + means[1]!) / 2 }), { mediaType: 'application/json' })
}

export default benchmark({
  name: 'levels',
  data: [3, 15, 19, 20, 22, 36].map(x => ({ id: x, x, label: x < 20 ? 'low' : 'high' })),
  input: item => item.x,
  expected: item => item.label,
  params: grid({ size: [2, 10] }),
  trials: 2,
  task: async (x, { size }, context) => {
    const model = await context.once(fit, { size, seed: context.trial })
    return { prediction: predict(JSON.parse(await model.load()), x), model }
  },
  metrics: { accuracy: accuracy() },
})
`

test('training happens once per params and seed; a model that is loaded by its hash elsewhere predicts the same', async t => {
  const predict = "export const predict = (model: { at: number }, x: number): string => (x < model.at ? 'low' : 'high')\n"
  const cwd = projectFolder({ 'levels.bench.ts': bench, 'predict.ts': predict }, t)
  const run = async (params?: string) =>
    (
      await assayJson(['run', 'levels.bench.ts', '--db', 'lab.db', ...(params === undefined ? [] : ['--params', params])], {
        cwd,
      })
    ).data
  await run('size=2')
  const second = (await run()) as unknown as { executed: number; replayed: number }
  assert.deepEqual([second.executed, second.replayed], [12, 12])
  const trained = readFileSync(join(cwd, 'trained.txt'), 'utf8').trim().split('\n').sort()
  assert.deepEqual(trained, ['10 0', '10 1', '2 0', '2 1'])

  await using reader = await openReader(join(cwd, 'lab.db'))
  const rows = await reader.rows({ run: 'latest' })
  const seen = rows.map(row => [(row['model'] as Asset<string>).hash, row['item_x'], row['prediction']])
  assert.ok(new Set(seen.map(([hash]) => hash)).size > 1)
  const program = `
    import { openReader } from 'assay'
    import { predict } from './predict.ts'
    await using reader = await openReader('lab.db')
    const said = []
    for (const [hash, x] of JSON.parse(process.argv[2]))
      said.push([hash, x, predict(JSON.parse(await (await reader.asset(hash)).load()), x)])
    console.log(JSON.stringify(said))`
  writeFileSync(join(cwd, 'apply.ts'), program)
  const { stdout, stderr } = spawnSync(process.execPath, ['--conditions=assay-source', 'apply.ts', JSON.stringify(seen)], {
    cwd,
    encoding: 'utf8',
  })
  assert.equal(stderr, '')
  assert.deepEqual(JSON.parse(stdout), seen)
})

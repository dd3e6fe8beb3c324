// Checks `assay compare` of a database: params of the newest run that holds both, named runs, stored metrics, and what is refused.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { projectFolder } from '../fixtures/folder.ts'
import { assay, assayJson, assertRefused } from './assay.ts'

const file = `
import { accuracy, benchmark, grid, mean } from 'assay'

export default benchmark({
  name: 'marks',
  data: Array.from({ length: 60 }, (_, i) => ({ id: 'i' + i, size: i, kind: i < 30 ? 'small' : 'large' })),
  expected: ({ size }) => size % 2 === 0,
  params: grid({ model: ['old', 'new'], chars: [16, 80] }),
  task: ({ size }, { model }) => ({ prediction: model === 'old' && size < 24 ? size % 3 === 0 : size % 2 === 0, steps: size }),
  metrics: {
    accuracy: accuracy({ margin: 0.02 }),
    steps: mean('steps'),
    own: { compute: rows => rows.length },
  },
  version: '1',
})
`

async function project(t: TestContext): Promise<string> {
  const cwd = projectFolder({ 'marks.bench.ts': file }, t)
  const { code, stderr } = await assay(['run', 'marks.bench.ts'], { cwd })
  assert.equal(code, 0, stderr)
  return cwd
}

const words = ['compare', 'assay.db', 'model=old,chars=16', 'model=new,chars=16']

test('params of a run, by a metric that it declares, with its margin and slices', async t => {
  const cwd = await project(t)
  const { data, exit } = await assayJson([...words, '--metric', 'accuracy', '--by', 'item_kind'], { cwd })
  const { metric, verdict, n_paired, test, slices, flips } = data as unknown as Readonly<Record<string, unknown>>
  assert.deepEqual([exit, metric, verdict, n_paired, test], [0, 'accuracy', 'better', 60, 'tango-score'])
  assert.deepEqual(
    (slices as { slice: string; n_paired: number }[]).map(one => [one.slice, one.n_paired]),
    [
      ['item_kind=large', 30],
      ['item_kind=small', 30],
    ],
  )
  assert.deepEqual((flips as readonly object[])[0], { input_id: 'i10', trial: 0, baseline: false, candidate: true })
  const same = await assay(['compare', 'assay.db', 'model=new,chars=16', 'model=new,chars=80', '--metric', 'accuracy'], { cwd })
  assert.match(same.stdout, /^accuracy is inconclusive: 1 against 1, .*the declared margin of 0\.02 is not excluded/)
})

test('the newest completed run that holds both is taken, or the one that is named', async t => {
  const cwd = await project(t)
  const partial = await assay(['run', 'marks.bench.ts', '--params', 'model=new'], { cwd })
  assert.equal(partial.code, 0, partial.stderr)
  const { data } = await assayJson(['runs', 'assay.db'], { cwd })
  const [first, second] = (data as unknown as { runs: { run_id: string }[] }).runs.map(run => run.run_id)
  const given = [...words, '--metric', 'accuracy']
  assert.equal((await assay(given, { cwd })).code, 0)
  assert.equal((await assay([...given, '--run', String(first)], { cwd })).code, 0)
  assertRefused(
    await assay([...given, '--run', String(second)], { cwd }),
    2,
    /The run \S+ does not hold both model=old,chars=16 and model=new,chars=16/,
  )
})

test('words that do not fit are refused, with what would', async t => {
  const cwd = await project(t)
  const refused = async (given: readonly string[], message: RegExp) => assertRefused(await assay(given, { cwd }), 2, message)
  await refused(words, /needs --metric/)
  await refused([...words, '--metric', 'acuracy'], /has no metric "acuracy"\. Did you mean `accuracy`\?/)
  await refused([...words, '--metric', 'own'], /"own" is a function of your own, which no database holds/)
  await refused([...words, '--metric', 'accuracy', '--expected', 'x'], /--expected goes with a CSV file/)
  await refused(
    ['compare', 'assay.db', 'model=old', 'model=new,chars=16', '--metric', 'accuracy'],
    /model=old is 2 configurations of the run \S+, which differ in chars/,
  )
  await refused(
    ['compare', 'assay.db', 'model=odd', 'model=new', '--metric', 'accuracy'],
    /No completed run of assay\.db holds both model=odd and model=new/,
  )
  await refused(['compare', 'assay.db', 'odd', 'latest', '--metric', 'accuracy'], /There is no run "odd"/)
  await refused([...words, '--metric', 'accuracy', '--by', 'item_knd'], /no column "item_knd"\. Did you mean `item_kind`\?/)
})

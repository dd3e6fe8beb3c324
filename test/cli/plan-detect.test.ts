// Checks `assay plan --detect`: items, trials and cost from the rows so far, and the refusals.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { projectFolder } from '../fixtures/folder.ts'
import { assay, assayJson, assertRefused } from './assay.ts'

const file = `
import { accuracy, benchmark, grid } from 'assay'

const nothing = { input_tokens: null, cached_input_tokens: null, cache_write_tokens: null, output_tokens: null, reasoning_tokens: null }

export default benchmark({
  name: 'marks',
  data: Array.from({ length: 200 }, (_, i) => ({ id: 'i' + i, size: i })),
  expected: () => true,
  params: grid({ model: ['old', 'new', 'odd'] }),
  task: ({ size }, { model }, { spend }) => {
    spend({ ...nothing, cost_usd: 0.002 })
    return model === 'odd' ? size % 2 === 0 : model === 'old' ? size >= 24 : size < 190
  },
  metrics: { accuracy: accuracy() },
})
`

function project(t: TestContext): string {
  return projectFolder({ 'marks.bench.ts': file }, t)
}

test('items and cost by the two best so far, as text and JSON; --params chooses the two', async t => {
  const cwd = project(t)
  const run = await assay(['run', 'marks.bench.ts'], { cwd })
  assert.equal(run.code, 0, run.stderr)
  const { data, exit } = await assayJson(['plan', 'marks.bench.ts', '--detect', '0.07'], { cwd })
  const { detection, planned } = data as unknown as Readonly<Record<string, Readonly<Record<string, unknown>>>>
  assert.deepEqual(
    [exit, planned, detection?.['metric'], detection?.['pair']],
    [0, 600, 'accuracy', [{ model: 'new' }, { model: 'old' }]],
  )
  const [design] = (detection?.['designs'] ?? []) as Readonly<Record<string, unknown>>[]
  assert.deepEqual([design?.['trials'], design?.['items'], design?.['datapoints']], [1, 270, 540])
  assert.ok(Math.abs(Number(design?.['cost_usd']) - 1.08) < 1e-9)
  const text = await assay(['plan', 'marks.bench.ts', '--detect', '0.07', '--margin', '0.05'], { cwd })
  assert.match(text.stdout, /^To find a difference of 0\.07 in accuracy 80 times in 100 at 95 % \(connor\)/m)
  assert.match(text.stdout, /^ +1 +270 +583 +540 .* 1\.080 USD$/m)
  assert.match(text.stdout, /^Pilot: what model=new and model=old differed by, on 200 items with 1 trial each\./m)
  const other = await assay(['plan', 'marks.bench.ts', '--detect', '0.07', '--params', 'model=odd,model=old'], { cwd })
  assert.match(other.stdout, /^Pilot: what model=old and model=odd differed by/m)
})

test('without a pilot, and with flags that do not fit, it is refused with what would help', async t => {
  const cwd = project(t)
  const refused = async (given: readonly string[], message: RegExp) =>
    assertRefused(await assay(['plan', 'marks.bench.ts', ...given], { cwd }), 2, message)
  await refused(['--detect', '0.07'], /There is no pilot to plan by: /)
  await refused(['--detect', 'much'], /--detect takes a number above 0, got "much"/)
  await refused(['--margin', '0.1'], /--margin of `assay plan` goes with --detect/)
  assert.equal((await assay(['run', 'marks.bench.ts', '--params', 'model=old'], { cwd })).code, 0)
  await refused(
    ['--detect', '0.07'],
    /There is no pilot to plan by: two configurations with a value of accuracy are needed, and there is one/,
  )
  await refused(['--detect', '0.07', '--metric', 'acuracy'], /no metric "acuracy"\. Did you mean `accuracy`\?/)
})

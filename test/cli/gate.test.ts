// Checks `assay gate`: a file that is run first, a database, baselines, the files for a build server, flaky items, and what is refused.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { projectFolder, writeFiles } from '../fixtures/folder.ts'
import { assay, assayJson, assertRefused } from './assay.ts'

/** The model `new` has the first `wrong` items wrong. */
const marks = (wrong: number) => `
import { accuracy, benchmark, grid, mean } from 'assay'

export default benchmark({
  name: 'marks',
  data: Array.from({ length: 300 }, (_, i) => ({ id: 'i' + String(i).padStart(3, '0'), size: i })),
  expected: ({ size }) => size % 2 === 0,
  params: grid({ model: ['old', 'new'] }),
  task: ({ size }, { model }) => ({ prediction: (model === 'new' && size < ${wrong}) !== (size % 2 === 0), steps: size % 7 }),
  metrics: {
    accuracy: accuracy({ margin: 0.02 }),
    steps: mean('steps'),
    own: { compute: rows => rows.length, better: 'higher', margin: 1 },
  },
})
`

interface Rule {
  readonly metric: string
  readonly outcome: string
  readonly message: string
  readonly rule: object
  readonly params: { readonly model: string }
  readonly estimate: { readonly value: number }
  readonly comparison: { readonly verdict: string; readonly n_paired: number } | null
}

interface Data {
  readonly passed: boolean
  readonly message: string
  readonly rules: readonly Rule[]
  readonly candidate: { readonly run_id: string; readonly status: string }
  readonly baseline: { readonly run_id: string; readonly age_days: number } | null
  readonly items: { readonly floor: readonly object[]; readonly flaky: readonly object[] }
  readonly run?: { readonly executed: number }
}

/** A project of which `base.db` holds a run. */
async function project(t: TestContext): Promise<string> {
  const cwd = projectFolder({ 'marks.bench.ts': marks(0) }, t)
  const { code, stderr } = await assay(['run', 'marks.bench.ts', '--db', 'base.db'], { cwd })
  assert.equal(code, 0, stderr)
  return cwd
}

async function gateJson(cwd: string, ...words: readonly string[]) {
  const envelope = await assayJson(['gate', ...words], { cwd })
  return { ...envelope, data: envelope.data as unknown as Data }
}

test('a file is run, and held against bounds and the declared margins; the files are for a build server', async t => {
  const cwd = await project(t)
  const words = ['marks.bench.ts', '--db', 'lab.db', '--baseline', 'base.db', '--at-least', 'accuracy=0.9']
  const good = await gateJson(cwd, ...words)
  assert.deepEqual([good.exit, good.data.passed, good.data.run?.executed], [0, true, 600])
  assert.deepEqual(
    good.data.rules.map(({ metric, params, rule, outcome, comparison }) => [
      metric,
      params.model,
      rule,
      outcome,
      comparison?.n_paired,
    ]),
    ['old', 'new'].flatMap(model => [
      ['accuracy', model, { at_least: 0.9 }, 'pass', undefined],
      ['accuracy', model, { margin: 0.02 }, 'pass', 300],
    ]),
  )
  assert.deepEqual(good.warnings, ['the metric own is a function of your own, which no database holds: it is not gated here'])

  writeFiles(cwd, { 'marks.bench.ts': marks(45) })
  const bad = await assay(['gate', ...words, '--params', 'model=new', '--junit', 'gate.xml', '--markdown', 'gate.md'], { cwd })
  assert.equal(bad.code, 1, bad.stderr)
  assert.match(
    bad.stdout,
    /The gate failed: 2 failed\.\naccuracy fails: 0\.85 \[0\.8\d+, 0\.8\d+\] at 95 % over 300, to be at least 0\.9\.\n/,
  )
  assert.match(bad.stderr, /The gate failed: 2 failed\.\n→ /)
  const xml = readFileSync(join(cwd, 'gate.xml'), 'utf8')
  assert.match(xml, /<testsuite name="marks" tests="2" failures="2" errors="0" skipped="0">/)
  assert.match(
    xml,
    /name="accuracy, margin of 0\.02 \(model=new\)" time="0">\n +<failure type="fail" message="accuracy fails: 0\.85 against 1, /,
  )
  const markdown = readFileSync(join(cwd, 'gate.md'), 'utf8')
  assert.match(markdown, /^## marks: the gate failed\n/)
  assert.match(markdown, /\| accuracy, margin of 0\.02 \| model=new \| fail \| 0\.8500 \| .* \| 1 \| -0\.1500 \(.*\) \| 0 \|\n/)
  assert.match(markdown, /- Baseline: run \S+ in base\.db \(completed\), of no git commit, 0 days old\.\n/)
  assert.match(markdown, /wrong now, 45: i000 \(model=new\), .*, i009 \(model=new\) and 35 more\./)
})

test('of a database the newest completed run is gated, or the one that is named; a baseline may be in it too', async t => {
  const cwd = await project(t)
  writeFiles(cwd, { 'marks.bench.ts': marks(45) })
  for (const more of [[], ['--limit', '9']])
    assert.equal((await assay(['run', 'marks.bench.ts', '--db', 'base.db', ...more], { cwd })).code, 0)
  const { data: listed } = await assayJson(['runs', 'base.db'], { cwd })
  const [first, second, third] = (listed as unknown as { runs: { run_id: string }[] }).runs.map(run => run.run_id)
  const newest = await gateJson(cwd, 'base.db', '--baseline', 'base.db', '--margin', 'accuracy=0.3')
  assert.deepEqual([newest.data.candidate.run_id, newest.data.baseline?.run_id], [second, first])
  assert.deepEqual([newest.exit, newest.data.rules.map(({ rule }) => rule)], [0, [{ margin: 0.3 }, { margin: 0.3 }]])
  assert.equal(newest.data.items.floor.length, 45)
  const back = await gateJson(cwd, 'base.db', '--run', String(first), '--baseline', `base.db@${second}`)
  assert.deepEqual([back.exit, back.data.candidate.run_id, back.data.baseline?.run_id], [0, first, second])
  const few = await gateJson(cwd, 'base.db', '--run', String(third), '--baseline', `base.db@${second}`)
  assert.deepEqual([few.exit, few.data.candidate.status, few.data.message.includes('is inconclusive')], [1, 'partial', true])
  assert.match(few.data.message, /291 items only in the baseline/)
  const lenient = await gateJson(
    cwd,
    'base.db',
    '--run',
    String(third),
    '--baseline',
    `base.db@${second}`,
    '--inconclusive',
    'pass',
  )
  assert.deepEqual([lenient.exit, lenient.data.passed, lenient.ok], [0, true, true])
})

/** Item a is right in every other trial, b is wrong when it is executed first, c throws then, d is right. */
const flaky = `
import { accuracy, benchmark } from 'assay'
import { appendFileSync, existsSync } from 'node:fs'

const isFirst = id => {
  const path = 'seen-' + id
  const seen = existsSync(path)
  appendFileSync(path, '.')
  return !seen
}

export default benchmark({
  name: 'flaky',
  data: ['a', 'b', 'c', 'd'].map(id => ({ id })),
  expected: () => 'yes',
  trials: 4,
  task: ({ id }, _, { trial }) => {
    if (id === 'a') return trial % 2 === 0 ? 'yes' : 'no'
    if (id === 'b') return isFirst(id + trial) ? 'no' : 'yes'
    if (id === 'c' && isFirst(id + trial)) throw Object.assign(new Error('busy'), { status: 503 })
    return 'yes'
  },
  metrics: { accuracy: accuracy() },
  version: '1',
})
`

test('items that flip over trials and runs are named, and those that were retried until they were right', async t => {
  const cwd = projectFolder({ 'flaky.bench.ts': flaky }, t)
  const words = ['flaky.bench.ts', '--at-least', 'accuracy=0.1']
  const first = await gateJson(cwd, ...words)
  const item = (input_id: string, executions: number, right: number, flip_rate: number, retried_until_green: boolean) => ({
    params: '',
    input_id,
    executions,
    right,
    flip_rate,
    retried_until_green,
  })
  assert.deepEqual(first.data.items.flaky, [item('a', 4, 2, 1, false), item('c', 4, 4, 0, true)])
  const again = await gateJson(cwd, ...words, '--execute', 'all')
  assert.deepEqual(again.data.items.flaky, [item('a', 8, 4, 1, false), item('b', 8, 4, 1 / 7, true)])
  const replayed = await gateJson(cwd, ...words)
  assert.deepEqual([replayed.data.run?.executed, replayed.data.items.flaky], [0, again.data.items.flaky])
})

test('words that do not fit are refused before anything is run', async t => {
  const cwd = await project(t)
  const refused = async (words: readonly string[], message: RegExp, code = 2) =>
    assertRefused(await assay(['gate', ...words], { cwd }), code, message)
  await refused(['marks.bench.ts'], /There is no rule\./)
  await refused(['marks.bench.ts', '--margin', 'accuracy=0.1'], /The margin of accuracy needs a baseline\./)
  await refused(['marks.bench.ts', '--baseline', 'none.db'], /There is no database at none\.db\./, 3)
  await refused(['marks.bench.ts', '--at-least', 'accuracy'], /--at-least takes METRIC=X with a number, got "accuracy"/)
  await refused(['marks.bench.ts', '--at-least', 'accuracy=0.1', '--at-least', 'accuracy=0.2'], /names "accuracy" twice/)
  await refused(['marks.bench.ts', '--at-most', 'accuracy=x'], /--at-most takes METRIC=X with a number/)
  await refused(['marks.bench.ts', '--margin', 'accuracy=0', '--baseline', 'base.db'], /with a number above 0, got "accuracy=0"/)
  await refused(['marks.bench.ts', '--at-least', 'accuracy=0.1', '--inconclusive', 'no'], /--inconclusive takes pass, got "no"/)
  await refused(['marks.bench.ts', '--at-least', 'accuracy=0.1', '--run', 'x'], /--run goes with a database/)
  await refused(['marks.bench.ts', '--at-least', 'accuracy=0.1', '--db', ':memory:'], /:memory: keeps nothing/)
  assert.equal(existsSync(join(cwd, 'assay.db')), false)
  await refused(['base.db', '--at-least', 'accuracy=0.1', '--limit', '3'], /--limit goes with a benchmark file/)
  await refused(['base.db', '--at-least', 'acuracy=0.1'], /no metric "acuracy"\. Did you mean `accuracy`\?/)
  await refused(['base.db', '--at-least', 'own=0.1'], /"own" is a function of your own, which no database holds/)
  await refused(
    ['base.db', '--margin', 'steps=0.1', '--baseline', 'base.db'],
    /No completed run of base\.db .* besides the candidate/,
  )
  await refused(['base.db', '--at-least', 'accuracy=0.1', '--run', 'nobody'], /There is no run "nobody"/)
  await refused(
    ['base.db', '--at-least', 'accuracy=0.1', '--params', 'model=none'],
    /expected the candidate to have rows, got none/,
  )
  await refused(['base.db', '--at-least', 'accuracy=0.1', '--junit', 'none/gate.xml'], /none\/gate\.xml cannot be written/, 3)
})

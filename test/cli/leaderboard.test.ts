// Checks `assay leaderboard`: ranks and the winner as text and JSON, which rows it takes, and what it refuses.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { projectFolder } from '../fixtures/folder.ts'
import { assay, assayJson, assertRefused } from './assay.ts'

const file = `
import { accuracy, benchmark, grid, mean } from 'assay'

export default benchmark({
  name: 'marks',
  data: Array.from({ length: 80 }, (_, i) => ({ id: 'i' + i, size: i })),
  expected: ({ size }) => size % 2 === 0,
  params: grid({ model: ['bad', 'good', 'fine'] }),
  task: ({ size }, { model }) => ({
    prediction: model === 'bad' && size < 60 ? size % 3 === 0 : model === 'fine' && size === 7 ? true : size % 2 === 0,
    steps: size,
  }),
  metrics: {
    accuracy: accuracy(),
    steps: mean('steps'),
    own: { better: 'higher', compute: rows => rows.filter(row => row.prediction === row.expected).length },
  },
})
`

async function project(t: TestContext): Promise<string> {
  const cwd = projectFolder({ 'marks.bench.ts': file }, t)
  const { code, stderr } = await assay(['run', 'marks.bench.ts'], { cwd })
  assert.equal(code, 0, stderr)
  return cwd
}

interface Board {
  readonly entries: readonly {
    readonly params: { readonly model: string }
    readonly estimate: { readonly value: number }
    readonly rank: readonly [number, number]
    readonly chance_best: number
  }[]
  readonly winner: { readonly tried: number; readonly inflation: number; readonly corrected: number }
  readonly findings: readonly { readonly id: string }[]
}

async function boardOf(cwd: string, ...flags: string[]): Promise<Board> {
  const { data, exit, errors } = await assayJson(['leaderboard', 'assay.db', ...flags], { cwd })
  assert.deepEqual([exit, errors], [0, []])
  return data as unknown as Board
}

test('ranks with ties, the chance to be best and the winner, as text and JSON', async t => {
  const cwd = await project(t)
  const { stdout } = await assay(['leaderboard', 'assay.db', '--metric', 'accuracy'], { cwd })
  assert.match(stdout, /^accuracy \(higher is better\): 3 configurations, 80 items that all of them have\nrank  model /)
  assert.match(stdout, /^1–2   good .*\n1–2   fine .*\n3     bad /m)
  assert.match(stdout, /^2 of 3 share ranks .* over 3 pairs at once at 95 % \(each at 98\.3048 %; /m)
  assert.match(stdout, /^Winner of 3 tried: /m)
  const { entries, winner } = await boardOf(cwd, '--metric', 'accuracy')
  assert.deepEqual(
    entries.map(({ params, rank }) => [params.model, ...rank]),
    [
      ['good', 1, 2],
      ['fine', 1, 2],
      ['bad', 3, 3],
    ],
  )
  assert.ok(Math.abs(entries.reduce((all, { chance_best: chance }) => all + chance, 0) - 1) < 1e-9)
  assert.equal(winner.tried, 3)
  assert.ok(winner.inflation > 0 && Math.abs(winner.corrected - (1 - winner.inflation)) < 1e-12)
})

test('all that ever ran counts as tried; a run that is named narrows the entries only', async t => {
  const cwd = await project(t)
  writeFileSync(join(cwd, 'marks.bench.ts'), file.replace("'bad', 'good', 'fine'", "'good', 'other'"))
  assert.equal((await assay(['run', 'marks.bench.ts'], { cwd })).code, 0)
  const all = await boardOf(cwd, '--metric', 'accuracy')
  assert.deepEqual([all.entries.length, all.winner.tried, all.findings], [4, 4, []])
  const latest = await boardOf(cwd, '--metric', 'accuracy', '--run', 'latest')
  assert.deepEqual([latest.entries.map(({ params }) => params.model).sort(), latest.winner.tried], [['good', 'other'], 4])
  const { data } = await assayJson(['runs', 'assay.db'], { cwd })
  const [first] = (data as unknown as { runs: { run_id: string }[] }).runs
  assert.equal((await assay(['delete', 'assay.db', '--run', String(first?.run_id)], { cwd })).code, 0)
  const left = await boardOf(cwd, '--metric', 'accuracy')
  assert.deepEqual([left.entries.length, left.winner.tried], [2, 4], 'what is deleted was tried')
  writeFileSync(join(cwd, 'marks.bench.ts'), file.replace('size < 60', 'size < 50'))
  assert.equal((await assay(['run', 'marks.bench.ts', '--params', 'model=bad'], { cwd })).code, 0)
  const mixed = await boardOf(cwd, '--metric', 'accuracy')
  assert.deepEqual(
    mixed.findings.map(({ id }) => id),
    ['mixed-code'],
  )
})

test('a metric of somebody’s own needs the file that declares it', async t => {
  const cwd = await project(t)
  assertRefused(await assay(['leaderboard', 'assay.db', '--metric', 'own'], { cwd }), 2, /"own" is a function of your own/)
  const { entries } = await boardOf(cwd, '--metric', 'own', '--benchmark', 'marks.bench.ts')
  assert.deepEqual(entries.map(({ params, rank }) => [params.model, ...rank]).at(-1), ['bad', 3, 3])
})

test('what cannot be ranked is refused with what would help', async t => {
  const cwd = await project(t)
  const refused = async (given: readonly string[], message: RegExp, code = 2) =>
    assertRefused(await assay(['leaderboard', ...given], { cwd }), code, message)
  await refused(['assay.db'], /needs --metric/)
  await refused(['assay.db', '--metric', 'acuracy'], /`marks` has no metric "acuracy"\. Did you mean `accuracy`\?/)
  await refused(['assay.db', '--metric', 'steps'], /"steps" does not say whether higher or lower is better/)
  await refused(['assay.db', '--metric', 'accuracy', '--run', 'odd'], /There is no run "odd"/)
  await refused(['none.db', '--metric', 'accuracy'], /none\.db/, 3)
  await refused(['assay.db', '--metric', 'own', '--benchmark', 'none.bench.ts'], /no benchmark file at none\.bench\.ts/, 3)
})

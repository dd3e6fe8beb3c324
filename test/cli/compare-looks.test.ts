// Checks what `assay compare` says of data that grew over several runs: the sizes, and with --sequential what holds at all of them.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { projectFolder } from '../fixtures/folder.ts'
import { assay, assayJson, assertRefused } from './assay.ts'

const file = `
import { accuracy, benchmark, grid } from 'assay'

export default benchmark({
  name: 'marks',
  data: Array.from({ length: 80 }, (_, i) => ({ id: 'i' + i, size: i })),
  expected: ({ size }) => size % 2 === 0,
  params: grid({ model: ['old', 'new', 'same'] }),
  task: ({ size }, { model }) => (model === 'old' && size % 3 === 0 ? null : size % 2 === 0),
  metrics: { accuracy: accuracy() },
  version: '1',
})
`

async function grown(t: TestContext, ...runs: readonly string[][]): Promise<string> {
  const cwd = projectFolder({ 'marks.bench.ts': file }, t)
  for (const flags of runs) {
    const { code, stderr } = await assay(['run', 'marks.bench.ts', ...flags], { cwd })
    assert.equal(code, 0, stderr)
  }
  return cwd
}

const words = ['compare', 'assay.db', 'model=old', 'model=new', '--metric', 'accuracy', '--run', 'latest']

interface Said {
  readonly looks: readonly { readonly run_id: string; readonly items: number }[]
  readonly sequential: Readonly<Record<string, unknown>> | null
  readonly findings: readonly { readonly id: string }[]
}

async function said(cwd: string, ...flags: readonly string[]): Promise<Said> {
  return (await assayJson([...words, ...flags], { cwd })).data as unknown as Said
}

test('a sample that grew: each size, and numbers that hold at all of them', async t => {
  const cwd = await grown(t, ['--sample', '20'], ['--params', 'model=old'], ['--sample', '40'], [])
  const { looks, sequential, findings } = await said(cwd, '--sequential')
  assert.deepEqual([looks.map(({ items }) => items), findings], [[20, 40, 80], []])
  assert.deepEqual(Object.keys(sequential ?? {}), ['test', 'p_value', 'stopped_at', 'interval', 'reason'])
  assert.deepEqual([sequential?.['test'], sequential?.['reason']], ['e-process-beta-binomial', null])
  assert.ok(Number(sequential?.['p_value']) < 0.001)
  const { stdout } = await assay([...words, '--sequential'], { cwd })
  assert.match(stdout, /\nIt could have been looked at with 20, 40 and 80 items; the verdict is that of one look\.\n/)
  assert.match(
    stdout,
    /\nHowever often one looked: p = \S+ \(e-process-beta-binomial, decided after \d+ items\), difference 0\.\d+ to 0\.\d+ /,
  )
  assert.deepEqual([(await said(cwd)).sequential, (await said(cwd)).findings], [null, []])
})

test('data that grew in another order gets the finding, and no such numbers', async t => {
  const cwd = await grown(t, ['--limit', '20'], [])
  const { looks, sequential, findings } = await said(cwd, '--sequential')
  assert.deepEqual([looks.map(({ items }) => items), sequential, findings.map(({ id }) => id)], [[20, 80], null, ['looks']])
  assert.deepEqual(
    (await said(cwd)).findings.map(({ id }) => id),
    ['looks'],
  )
})

test('one run has one look, and a file of answers none', async t => {
  const cwd = await grown(t, ['--sample', '40'])
  const { looks, sequential, findings } = await said(cwd, '--sequential')
  assert.deepEqual([looks.map(({ items }) => items), findings], [[40], []])
  assert.notEqual(sequential, null)
  assert.doesNotMatch((await assay(words, { cwd })).stdout, /looked at/)
  assertRefused(
    await assay(['compare', 'answers.csv', 'a', 'b', '--expected', 'c', '--sequential'], { cwd }),
    2,
    /--sequential goes with a database/,
  )
})

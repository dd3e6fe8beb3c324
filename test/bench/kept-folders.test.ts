// Folders of a run that keeps them: they stay, are found by the ids of their rows, and the run says where they are.
import assert from 'node:assert/strict'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { benchmark } from '../../src/bench/declare/benchmark.ts'
import { run } from '../../src/bench/run.ts'
import { assayJson } from '../cli/assay.ts'
import { projectFolder } from '../fixtures/folder.ts'
import { laboratory } from '../fixtures/laboratory.ts'

function removeAfter(t: TestContext, folder: string): void {
  t.after(() => rmSync(dirname(folder), { recursive: true, force: true }))
}

test('a run that keeps folders leaves them with what is in them, named after their datapoints', async t => {
  const made = new Map<string, string>()
  const declared = benchmark({
    name: 'b',
    data: ['plain-1', '../up', 'fails'].map(id => ({ id })),
    setup: async (_, { folder }) => {
      made.set('setup', await folder())
    },
    task: async ({ id }, _, { folder, attempt }) => {
      const path = await folder()
      made.set(`${id} ${attempt}`, path)
      writeFileSync(join(path, 'said.txt'), id)
      if (id === 'fails') throw new Error('no')
      return id
    },
    version: '1',
  })
  await using result = await run(declared, { db: laboratory(t), keepFolders: true })
  removeAfter(t, made.get('setup') ?? '')
  const rows = new Map((await result.rows()).map(row => [row.input_id, row.datapoint.slice(0, 12)]))
  assert.match(basename(made.get('setup') ?? ''), /^setup-\w{6}$/)
  assert.match(basename(made.get('plain-1 1') ?? ''), new RegExp(`^plain-1-${rows.get('plain-1')}-1-\\w{6}$`))
  assert.match(basename(made.get('../up 1') ?? ''), new RegExp(`^${rows.get('../up')}-1-\\w{6}$`))
  assert.equal(readFileSync(join(made.get('fails 1') ?? '', 'said.txt'), 'utf8'), 'fails')
  const places = new Set([...made.values()].map(dirname))
  assert.deepEqual([places.size, basename([...places][0] ?? '')], [1, `assay-${result.runId}`])
  const [finding] = result.findings
  assert.deepEqual([result.findings.length, finding?.id, finding?.severity, finding?.count], [1, 'folders-kept', 'info', 4])
  assert.ok(finding?.message.endsWith([...places][0] ?? '?'))
  assert.ok(finding?.examples.every(({ folder }) => existsSync(String(folder))))
})

test('the flag keeps them too, and a replay makes none', async t => {
  const bench = `import { benchmark } from 'assay'
export default benchmark({
  name: 'kept',
  data: [{ id: 'a' }],
  task: async (_, __, { folder }) => ({ path: await folder() }),
  version: '1',
})
`
  const cwd = projectFolder({ 'kept.bench.ts': bench }, t)
  const findings = async () => {
    const { data } = await assayJson(['run', 'kept.bench.ts', '--db', 'lab.db', '--keep-folders'], { cwd })
    return (data as unknown as { findings: { id: string; examples: { folder: string }[] }[] }).findings
  }
  const [finding] = await findings()
  const folder = finding?.examples[0]?.folder ?? ''
  removeAfter(t, folder)
  assert.deepEqual([finding?.id, existsSync(folder)], ['folders-kept', true])
  assert.deepEqual(await findings(), [])
})

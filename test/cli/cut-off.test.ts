// A datapoint whose process was killed is planned as a retry, and `explain` says so before and after it is executed again.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { projectFolder } from '../fixtures/folder.ts'
import { assay, assayJson, startAssay } from './assay.ts'

const file = `import { existsSync } from 'node:fs'
import { benchmark } from 'assay'
export default benchmark({
  name: 'slow', data: ['a', 'b', 'c'], id: x => x, version: '1', limits: { concurrency: 1 },
  task: x => {
    if (x !== 'b' || existsSync('go')) return x
    console.error('waiting')
    return new Promise(() => {})
  },
})
`

test('plan counts it as a retry; explain --last-miss names the run that was cut off, then the start before', async t => {
  const settings = { cwd: projectFolder({ 'slow.bench.ts': file }, t) }
  const words = ['slow.bench.ts', '--db', 'lab.db']
  const { child, said, ended } = startAssay(['run', ...words], settings)
  await said('waiting')
  const plan = async () => {
    const { data } = await assayJson(['plan', ...words], settings)
    return ['cached', 'new', 'retry'].map(name => data?.[name])
  }
  const explain = async () =>
    (await assayJson(['explain', 'lab.db', '--last-miss'], settings)).data as Record<string, unknown> | null
  assert.deepEqual(await plan(), [1, 2, 0], 'while it executes')
  assert.deepEqual([(await explain())?.['after'], (await explain())?.['part']], ['in flight', null])
  child.kill('SIGKILL')
  await ended
  assert.deepEqual(await plan(), [1, 1, 1])
  const before = await explain()
  assert.equal(before?.['after'], 'cut off before')
  assert.match(String(before?.['message']), /^Run \S+ was cut off while it executed it: .* The next run executes it again\.$/)
  writeFileSync(join(settings.cwd, 'go'), '')
  const { stderr } = await assay(['run', ...words], settings)
  assert.match(stderr, /executed 2 · replayed 1 · failed 0/)
  assert.deepEqual(await plan(), [3, 0, 0])
  const after = await assayJson(['explain', 'lab.db', String(before?.['datapoint'])], settings)
  assert.match(
    String((after.data as Record<string, unknown> | null)?.['message']),
    /^A start of it before this one was cut off: /,
  )
})

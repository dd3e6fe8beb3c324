// A task that takes the whole process along: what was committed stays, and the same command continues with the rest.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { projectFolder, writeFiles } from '../fixtures/folder.ts'
import { assertSound } from '../fixtures/laboratory.ts'
import { assay, assayJson } from './assay.ts'

const file = (fatal: string) => `import { appendFileSync, existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { benchmark } from 'assay'
export default benchmark({
  name: 'fatal',
  data: Array.from({ length: 40 }, (_, i) => i),
  id: String,
  version: '1',
  limits: { concurrency: 2 },
  task: async i => {
    appendFileSync('started.txt', i + '\\n')
    await sleep(1)
    if (i === 20 && !existsSync('mended')) { ${fatal} }
    return i
  },
})`

const endings: Readonly<
  Record<string, { readonly fatal: string; readonly code: number | null; readonly signal: string | null }>
> = {
  'process.exit()': { fatal: 'process.exit(0)', code: 3, signal: null },
  'a full heap': {
    fatal: 'const all = []; for (;;) all.push(Array.from({ length: 100_000 }, () => Math.random()))',
    code: null,
    signal: 'SIGABRT',
  },
  'a native abort': { fatal: 'process.abort()', code: null, signal: 'SIGABRT' },
}

for (const [what, { fatal, code, signal }] of Object.entries(endings)) {
  test(`${what}: nothing that was committed is lost, nor executed again`, async t => {
    const cwd = projectFolder({ 'fatal.bench.ts': file(fatal) }, t)
    const settings = { cwd, env: { NODE_OPTIONS: '--max-old-space-size=96' } }
    const words = ['run', 'fatal.bench.ts', '--db', 'lab.db']
    const ended = await assay(words, settings)
    assert.deepEqual([ended.code, ended.signal], [code, signal], ended.stderr)
    await assertSound(join(cwd, 'lab.db'))
    const query = "SELECT COUNT(*) AS n FROM predictions WHERE status = 'ok'"
    const stored = (await assayJson(['sql', 'lab.db', query], { cwd })).data as unknown as { rows: [{ n: number }] }
    const [{ n }] = stored.rows
    assert.ok(n >= 18 && n <= 21, `${n} stored; two were in flight at once`)
    writeFiles(cwd, { mended: '' })
    const { data } = await assayJson(words, settings)
    assert.deepEqual([data?.['status'], data?.['executed'], data?.['replayed'], data?.['failed']], ['completed', 40 - n, n, 0])
    const starts = readFileSync(join(cwd, 'started.txt'), 'utf8').trim().split('\n')
    assert.ok(starts.length > 40 && starts.length <= 42, 'only what was in flight has started again')
    const cut = "SELECT maybe_paid, cache_reason FROM datapoints WHERE input_id = '20'"
    const again = (await assayJson(['sql', 'lab.db', cut], { cwd })).data as unknown as { rows: unknown[] }
    assert.deepEqual(again.rows, [{ maybe_paid: 1, cache_reason: 'cut off before' }])
  })
}

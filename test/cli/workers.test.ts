// The flags of workers, and that nothing is left of them however their run ends.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { projectFolder } from '../fixtures/folder.ts'
import { assay, assayJson, assertRefused, startAssay } from './assay.ts'

/** Item 1 blocks whatever executes it, once it has written down its process; the others wait for ever. */
const blocking = `import { appendFileSync, writeFileSync } from 'node:fs'
  import { benchmark } from 'assay'
  export default benchmark({
    name: 'blocking',
    data: [1, 2, 3, 4],
    id: n => String(n),
    version: '1',
    task: async (n, _, { folder }) => {
      await folder()
      writeFileSync('pid-' + n, String(process.pid))
      if (n === 1) for (;;);
      return new Promise(() => {})
    },
  })`

function project(t: TestContext) {
  const cwd = projectFolder({ 'b.bench.ts': blocking }, t)
  mkdirSync(join(cwd, 'folders'))
  return { cwd, env: { TMPDIR: join(cwd, 'folders') } }
}

const isThere = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Of the items that both workers execute first; 0 where one has not begun. */
const pidsIn = (cwd: string) =>
  [1, 2].map(n => join(cwd, `pid-${n}`)).map(path => (existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0))

function startIn(t: TestContext, settings: ReturnType<typeof project>, flags: readonly string[]) {
  const started = startAssay(['run', 'b.bench.ts', '--db', 'lab.db', ...flags], settings)
  t.after(() => started.child.kill('SIGKILL'))
  return started
}

async function started(cwd: string) {
  while (!pidsIn(cwd).every(pid => pid > 0)) await sleep(10)
}

for (const flags of [
  ['--executor', 'threads', '--workers', '2'],
  ['--workers', '2'],
]) {
  test(`${flags.join(' ')}: Ctrl-C cuts off what does not end, and leaves no process, thread or folder`, async t => {
    const settings = project(t)
    const { child, ended } = startIn(t, settings, flags)
    await started(settings.cwd)
    child.kill('SIGINT')
    const { code, stderr } = await ended
    assert.equal(code, 1, stderr)
    const { stdout } = await assay(['sql', 'lab.db', 'SELECT DISTINCT status FROM predictions', '--json'], settings)
    assert.match(stdout, /"rows":\[\{"status":"aborted"\}\]/)
    assert.deepEqual(readdirSync(join(settings.cwd, 'folders')), [])
    for (const pid of pidsIn(settings.cwd)) assert.equal(isThere(pid), false)
  })
}

test('processes end with a run that is killed, although one of them is blocked', async t => {
  const settings = project(t)
  const { child, ended } = startIn(t, settings, ['--workers', '2'])
  await started(settings.cwd)
  child.kill('SIGKILL')
  await ended
  while (pidsIn(settings.cwd).some(isThere)) await sleep(20)
})

test('bad values are wrong usage', async t => {
  const settings = project(t)
  const refused = (...flags: string[]) => assay(['run', 'b.bench.ts', '--db', 'lab.db', ...flags], settings)
  assertRefused(await refused('--executor', 'thread'), 2, /expected `executor` to be one of inline, threads, got thread/)
  assertRefused(await refused('--workers', '0'), 2, /--workers takes N \(a whole number from 1\)/)
})

test('a run says which executor measured it', async t => {
  const cwd = projectFolder(
    {
      'b.bench.ts': `import { benchmark } from 'assay'
        export default benchmark({ name: 'b', data: [1], version: '1', task: () => 1 })`,
      'assay.config.ts': "export default { executor: 'threads', workers: 1 }",
    },
    t,
  )
  await assayJson(['run', 'b.bench.ts', '--db', 'lab.db'], { cwd })
  const { data } = await assayJson(['sql', 'lab.db', 'SELECT selection FROM runs'], { cwd })
  const [{ selection }] = (data as unknown as { rows: [{ selection: string }] }).rows
  assert.match(JSON.stringify(selection), /threads/)
})

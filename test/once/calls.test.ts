// `once` among processes that call it on one input: one execution, the same result for all, and somebody else when its holder is gone.
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, test, type TestContext } from 'node:test'
import { packageRoot, temporaryFolder } from '../fixtures/folder.ts'
import { assertSound } from '../fixtures/laboratory.ts'
import { heldBy, rowsOf, starts, until } from './processes.ts'

interface Told {
  readonly by: number
  readonly cache: string
  readonly reason: string | null
  readonly attempts: number
}

interface Caller {
  readonly child: ChildProcess
  readonly call: () => void
  readonly told: Promise<Told>
}

/** A process with a tracker that is open, and calls when it is told. */
async function openCaller(t: TestContext, cwd: string, env: Readonly<Record<string, string>> = {}): Promise<Caller> {
  const argv = ['--conditions=assay-source', join(packageRoot, 'test/once/caller.ts')]
  const child = spawn(process.execPath, argv, { cwd, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'inherit'] })
  t.after(() => child.kill('SIGKILL'))
  child.stdin.on('error', () => {}) // Killed before it was told.
  const lines = createInterface({ input: child.stdout })
  const [ready] = (await once(lines, 'line')) as [string]
  assert.equal(ready, 'ready')
  const told = once(lines, 'line').then(([line]) => JSON.parse(line as string) as Told)
  return { child, told, call: () => void child.stdin.write('go\n') }
}

describe('once among processes', { concurrency: true }, () => {
  test('4 processes that call at one moment execute once, and all have the same result', async t => {
    const folder = temporaryFolder(t)
    const callers = await Promise.all([1, 2, 3, 4].map(() => openCaller(t, folder)))
    for (const { call } of callers) call()
    const told = await Promise.all(callers.map(caller => caller.told))
    assert.deepEqual(starts(folder), ['x'])
    const computed = told.filter(({ cache }) => cache === 'computed')
    assert.equal(computed.length, 1)
    assert.equal(new Set(told.map(({ by }) => by)).size, 1)
    assert.equal((await rowsOf(folder, 'events')).length, 4)
    await assertSound(join(folder, 'lab.db'))
  })

  test('a holder that is killed is taken over by one that waits, and its start counts', async t => {
    const folder = temporaryFolder(t)
    const killed = await openCaller(t, folder, { HOLD: '1' })
    killed.call()
    assert.equal(await heldBy(folder), killed.child.pid)
    const waiting = await openCaller(t, folder)
    waiting.call()
    killed.child.kill('SIGKILL')
    const told = await waiting.told
    assert.deepEqual(told, { by: waiting.child.pid, cache: 'computed', reason: 'cut off before', attempts: 2 })
    assert.deepEqual(starts(folder), ['x', 'x'])
    await assertSound(join(folder, 'lab.db'))
  })

  test('a run that is continued after a kill takes over what it had claimed itself', async t => {
    const folder = temporaryFolder(t)
    const killed = await openCaller(t, folder, { HOLD: '1', RUN: 'fox' })
    killed.call()
    await heldBy(folder)
    killed.child.kill('SIGKILL')
    await once(killed.child, 'exit')
    const continued = await openCaller(t, folder, { RUN: 'fox' })
    continued.call()
    assert.deepEqual((await continued.told).reason, 'cut off before')
  })

  test('a holder that is stopped past its lease is taken over, and gets the result of who took over', async t => {
    const folder = temporaryFolder(t)
    const stopped = await openCaller(t, folder, { HOLD: '1' })
    stopped.call()
    await heldBy(folder)
    stopped.child.kill('SIGSTOP')
    const other = await openCaller(t, folder)
    other.call()
    await until(() => starts(folder).length === 2)
    assert.equal((await other.told).reason, 'cut off before')
    writeFileSync(join(folder, 'go'), '')
    stopped.child.kill('SIGCONT')
    assert.deepEqual(await stopped.told, { by: other.child.pid, cache: 'hit', reason: null, attempts: 2 })
    await assertSound(join(folder, 'lab.db'))
  })
})

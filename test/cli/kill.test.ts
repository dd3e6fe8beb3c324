// Checks the second promise at 20 random moments of a run: what was acknowledged is kept, and the same command finishes the rest.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openReader } from '../../src/tracker/reader.ts'
import { temporaryFolder } from '../fixtures/folder.ts'
import { assertSound } from '../fixtures/laboratory.ts'

const script = fileURLToPath(new URL('../fixtures/acknowledged.ts', import.meta.url))
const kills = 20
const items = 2_500
/** How many executions a run gets at most before it is killed. */
const farthest = 120

test('killed 20 times at random moments', async t => {
  const folder = temporaryFolder(t)
  const [db, log] = [join(folder, 'lab.db'), join(folder, 'executions.txt')]
  const executions = () => (existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter(Boolean) : [])

  /** Starts it and kills it when it has acknowledged so many; without a number it may finish. Gives its last word. */
  async function start(killAt?: number): Promise<string> {
    const most = killAt === undefined ? 'Infinity' : `${farthest}`
    const child = spawn(process.execPath, ['--conditions=assay-source', script, db, log, `${items}`, most], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = once(child, 'exit')
    let last = ''
    for await (const line of createInterface({ input: child.stdout })) {
      last = line
      if (killAt !== undefined && Number(line) >= killAt) child.kill('SIGKILL')
    }
    await ended
    return last
  }

  let stored = 0
  for (let kill = 1; kill <= kills; kill++) {
    const acknowledged = Number(await start(stored + Math.floor(Math.random() * farthest)))
    assert.ok(acknowledged < items, 'it was killed before it was done')
    await assertSound(db)
    await using reader = await openReader(db)
    const rows = await reader.rows({ run: 'latest' })
    assert.ok(rows.length >= acknowledged, `kill ${kill}: ${acknowledged} acknowledged, ${rows.length} found`)
    assert.ok(rows.every(row => row['status'] === 'ok' && row['prediction'] === row['expected']))
    const runs = await reader.runs()
    assert.deepEqual(
      runs.map(({ status }) => status),
      Array(kill).fill('aborted'),
    )
    await using ledger = await openReader(db, { table: 'predictions' })
    stored = new Set((await ledger.rows()).map(row => row['input_id'])).size
  }

  const before = executions().length
  const [, status, executed] = (await start()).split(' ')
  assert.equal(status, 'completed')
  assert.equal(executions().length - before, Number(executed))
  // Only what was in flight when it was killed is executed again: 4 at once, and what waited to be stored.
  assert.equal(new Set(executions()).size, items)
  await using reader = await openReader(db, { table: 'datapoints' })
  assert.equal(await reader.count(), items)
  const [, again, none] = (await start()).split(' ')
  assert.deepEqual([again, none, executions().length], ['completed', '0', before + Number(executed)])
  await assertSound(db)
})

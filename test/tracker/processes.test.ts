// Many processes and threads on one file, and processes that die: nothing acknowledged is lost, nothing is half there.
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { openReader } from 'assay'
import { openStore } from '../../src/store/open.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'assay-processes-'))
after(() => rmSync(folder, { recursive: true, force: true }))
let number = 0
const fresh = () => join(folder, `${number++}.db`)

/** A process that says `ready`, waits for a line, and then runs the body with `t`, a tracker, and `w`, its number. */
function start(db: string, w: number, body: string): ChildProcess {
  const script = `import { openTracker } from 'assay'
    import { once } from 'node:events'
    import { writeSync } from 'node:fs'
    const [db, w] = [process.argv[1], Number(process.argv[2])]
    const t = await openTracker(db, { params: { worker: w } })
    console.log('ready')
    await once(process.stdin, 'data')
    ${body}
    await t.close(); process.exit()`
  const args = ['--conditions=assay-source', '--input-type=module', '-e', script, db, String(w)]
  return spawn(process.execPath, args, { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] })
}

const adding = (rows: number) =>
  `for (let i = 0; i < ${rows}; i++) await t.log({ i, ['own_' + w]: i, ['Own_' + w]: 1, ['late_' + w + '_' + (i % 5)]: 'x', mixed: w % 2 ? i : 't' + i })`

async function startTogether(children: readonly ChildProcess[]): Promise<void> {
  await Promise.all(children.map(child => once(child.stdout as NodeJS.ReadableStream, 'data')))
  for (const child of children) child.stdin?.write('go\n')
}

async function check(db: string): Promise<void> {
  await using store = await openStore(db, { mode: 'read' })
  assert.deepEqual(await store.check(), [])
}

test('8 processes that each add their own columns from one start line keep every row and column', async () => {
  const db = fresh()
  const children = Array.from({ length: 8 }, (_, w) => start(db, w, adding(200)))
  const ended = children.map(child => once(child, 'exit'))
  await startTogether(children)
  assert.deepEqual(
    (await Promise.all(ended)).map(([code]) => code),
    Array(8).fill(0),
  )
  await using reader = await openReader(db, { table: 'events' })
  assert.equal(await reader.count(), 1_600)
  const names = (await reader.columns()).map(({ name }) => name)
  for (let w = 0; w < 8; w++) for (const name of [`own_${w}`, `Own_${w}`, `late_${w}_4`]) assert.ok(names.includes(name), name)
  const [row] = await reader.rows({ where: { params_worker: 3, i: 7 } })
  assert.deepEqual([row?.['own_3'], row?.['Own_3'], row?.['mixed'], 'own_2' in (row ?? {})], [7, 1, 7, false])
  await check(db)
})

test('4 threads of one process do the same', async () => {
  const db = fresh()
  const source = `const { workerData: w } = require('node:worker_threads')
    import('assay').then(async ({ openTracker }) => { const t = await openTracker(${JSON.stringify(db)}); ${adding(200)}; await t.close() })`
  const workers = Array.from(
    { length: 4 },
    (_, w) => new Worker(source, { eval: true, workerData: w, execArgv: ['--conditions=assay-source'] }),
  )
  assert.deepEqual(
    (await Promise.all(workers.map(worker => once(worker, 'exit')))).map(([code]) => code),
    [0, 0, 0, 0],
  )
  await using reader = await openReader(db, { table: 'events' })
  assert.equal(await reader.count(), 800)
  await check(db)
})

test('kill -9 at random moments loses no acknowledged row, leaves no half batch, and the run is aborted', async () => {
  const db = fresh()
  const body = `for (let i = 0; ; i++) {
      if (i % 5) await t.log({ id: w + '-' + i })
      else await t.logBatch(Array.from({ length: 20 }, () => ({ id: w + '-' + i })))
      writeSync(1, w + '-' + i + '\\n')
    }`
  const acknowledged = new Set<string>()
  for (let w = 0; w < 10; w++) {
    const child = start(db, w, body)
    const enough = 5 + Math.floor(Math.random() * 200)
    let seen = -1
    for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
      if (line === 'ready') child.stdin?.write('go\n')
      else acknowledged.add(line)
      if (++seen === enough) child.kill('SIGKILL')
    }
  }
  await using reader = await openReader(db, { table: 'events' })
  const found = new Map<string, number>()
  for await (const { id } of reader) found.set(String(id), (found.get(String(id)) ?? 0) + 1)
  assert.deepEqual(
    [...acknowledged].filter(id => !found.has(id)),
    [],
  )
  assert.deepEqual(
    [...found].filter(([id, n]) => n !== (Number(id.split('-')[1]) % 5 ? 1 : 20)),
    [],
  )
  assert.deepEqual(new Set((await reader.runs()).map(({ status }) => status)), new Set(['aborted']))
  await check(db)
})

test('a log that meets a write lock waits for it', async () => {
  const db = fresh()
  const child = start(db, 0, "await t.log({ x: 1 }); console.log('logged')")
  await once(child.stdout as NodeJS.ReadableStream, 'data')
  const { DatabaseSync } = await import('node:sqlite')
  const holder = new DatabaseSync(db)
  holder.exec('BEGIN IMMEDIATE')
  const exit = once(child, 'exit')
  const logged = once(child.stdout as NodeJS.ReadableStream, 'data')
  child.stdin?.write('go\n')
  // A row that were acknowledged now could not be in the file.
  assert.equal(
    await Promise.race([logged.then(() => 'logged'), new Promise(resolve => setTimeout(() => resolve('waits'), 500))]),
    'waits',
  )
  holder.exec('COMMIT')
  holder.close()
  await logged
  assert.deepEqual(await exit, [0, null])
})

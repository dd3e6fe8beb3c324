// What a tracker appends to a file of JSON lines: the rows as they are stored, whole lines, and never at a row's expense.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import fs, { appendFileSync, existsSync, readFileSync, readdirSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { mock, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { jsonl, openReader, openTracker } from 'assay'
import { packageRoot, temporaryFolder } from '../fixtures/folder.ts'

async function read(db: string, table = 'events'): Promise<unknown[]> {
  await using reader = await openReader(db, { table })
  return await reader.rows()
}

/** Runs a program to its end; gives what it wrote to stderr. */
function runProgram(program: string, ...args: string[]): string {
  const argv = ['--conditions=assay-source', '--input-type=module', '-e', program, ...args]
  const { status, stderr } = spawnSync(process.execPath, argv, { cwd: packageRoot, encoding: 'utf8', timeout: 60_000 })
  assert.equal(status, 0, stderr)
  return stderr
}

test('every logged row is a line that reads back as the stored row, whatever its values', async t => {
  const folder = temporaryFolder(t)
  const db = join(folder, 'lab.db')
  await using tracker = await openTracker(db, { jsonl: true, params: { rate: 0.1, $at: new Date(5) } })
  await tracker.log({
    loss: Number.NaN,
    low: -Infinity,
    zero: -0,
    big: 2n ** 70n,
    none: null,
    absent: undefined,
    $key: { $key: 1 },
  })
  await tracker.log({
    bytes: Buffer.from([1, 2]),
    at: new Date(7),
    bad: new Date(Number.NaN),
    map: new Map([[1, new Set(['x'])]]),
  })
  await tracker.log(JSON.parse('{"__proto__": 1, "line": "a\\nb\u2028c\\ud800"}') as object)
  await tracker.logBatch([{ i: 1 }, { i: 2 }])
  await tracker.setParams({ rate: 0.2 })
  const add = (a: number, b: number) => a + b
  await tracker.track(add, [1, 2])
  await tracker.wrap(add)(3, 4)
  const failing = () => {
    throw new RangeError('no')
  }
  await assert.rejects(tracker.track(failing, []), RangeError)

  const stored = await read(db)
  assert.equal(stored.length, 8)
  assert.deepEqual(await Array.fromAsync(jsonl(join(folder, 'events.jsonl'))), stored)
})

test('a line is JSON for any program, with the row’s id to join it by', async t => {
  const folder = temporaryFolder(t)
  await using tracker = await openTracker(join(folder, 'lab.db'), { jsonl: join(folder, 'own.jsonl') })
  const { row_id, run_id, timestamp } = await tracker.log({ loss: Number.NaN, epoch: 1 })
  const expected = { $assay: 1, loss: { $nan: true }, epoch: 1, run_id, row_id, timestamp: { $date: timestamp.toISOString() } }
  assert.equal(readFileSync(join(folder, 'own.jsonl'), 'utf8'), `${JSON.stringify(expected)}\n`)
})

test('without the option there is no file', async t => {
  const folder = temporaryFolder(t)
  await using tracker = await openTracker(join(folder, 'lab.db'))
  await tracker.log({ epoch: 1 })
  assert.deepEqual(
    readdirSync(folder).filter(name => name.endsWith('.jsonl')),
    [],
  )
})

test('a path, a file URL and a tracker in memory', async t => {
  const folder = temporaryFolder(t)
  for (const place of [join(folder, 'a.jsonl'), pathToFileURL(join(folder, 'b.jsonl'))]) {
    await using tracker = await openTracker(':memory:', { jsonl: place })
    await tracker.log({ epoch: 1 })
    assert.equal((await Array.fromAsync(jsonl(place))).length, 1)
  }
})

test('what can be no file of lines is refused before anything is opened', async t => {
  const db = join(temporaryFolder(t), 'lab.db')
  const message = 'expected `jsonl` to be a path for a tracker in memory, got true; give the path of the file'
  await assert.rejects(openTracker(':memory:', { jsonl: true }), new TypeError(message))
  for (const place of ['', 7, new URL('https://example.com/x')]) {
    await assert.rejects(
      openTracker(db, { jsonl: place as string }),
      /^TypeError: expected `jsonl` to be true, a path or a file URL/,
    )
  }
  await assert.rejects(openTracker(db, { jsonl: db }), /to be a file of its own, got .*, which is a database/)
  assert.equal(existsSync(db), false)
  await (await openTracker(db)).close()
  await assert.rejects(openTracker(`${db}2`, { jsonl: db }), /which is a database/)
})

test('what is logged at one moment is one append, in order', async t => {
  const file = join(temporaryFolder(t), 'lines.jsonl')
  await using tracker = await openTracker(':memory:', { jsonl: file })
  const write = mock.method(fs, 'writeSync')
  syncBuiltinESMExports()
  try {
    await Promise.all(Array.from({ length: 500 }, (_, i) => tracker.log({ i })))
    assert.equal(write.mock.callCount(), 1)
    await tracker.logBatch(Array.from({ length: 3 }, (_, i) => ({ i, text: 'x'.repeat(600_000) })))
    assert.equal(write.mock.callCount(), 4)
  } finally {
    write.mock.restore()
    syncBuiltinESMExports()
  }
  const lines = await Array.fromAsync(jsonl(file, (row: { i: number }) => row.i))
  assert.deepEqual(lines, [...Array.from({ length: 500 }, (_, i) => i), 0, 1, 2])
})

test('what was not stored has no line, and a row is told as it was stored', async t => {
  const file = join(temporaryFolder(t), 'lines.jsonl')
  await using tracker = await openTracker(':memory:', { jsonl: file })
  await assert.rejects(tracker.logBatch([{ i: 1 }, { i: () => 2 }]), /expected i to be plain data/)
  assert.equal(existsSync(file), false)
  const row = { list: [1] }
  const logged = tracker.log(row)
  row.list.push(2)
  await logged
  assert.deepEqual(await Array.fromAsync(jsonl(file, (line: { list: number[] }) => line.list)), [[1]])
})

test('`flush` and `close` wait for the lines', async t => {
  const file = join(temporaryFolder(t), 'lines.jsonl')
  const count = async () => (await Array.fromAsync(jsonl(file))).length
  const tracker = await openTracker(':memory:', { jsonl: file })
  void tracker.log({ i: 1 })
  await tracker.flush()
  assert.equal(await count(), 1)
  void tracker.log({ i: 2 })
  await tracker.close()
  assert.equal(await count(), 2)
})

test('a row that replaces another is a later line with its own id', async t => {
  const folder = temporaryFolder(t)
  const db = join(folder, 'lab.db')
  await using tracker = await openTracker(db, { jsonl: true, key: ['epoch'] })
  const first = await tracker.log({ epoch: 1, loss: 2 })
  const second = await tracker.log({ epoch: 1, loss: 1 })
  await tracker.set({ reviewed: true })
  assert.deepEqual(await Array.fromAsync(jsonl(join(folder, 'events.jsonl'))), [first, second])
  assert.deepEqual(await read(db), [{ ...second, reviewed: true }])
})

test('processes that share a file write whole lines', async t => {
  const folder = temporaryFolder(t)
  const db = join(folder, 'lab.db')
  const program = `import { openTracker } from 'assay'
    const tracker = await openTracker(process.argv[1], { jsonl: true })
    for (let i = 0; i < 20; i++) await Promise.all(Array.from({ length: 20 }, (_, j) => tracker.log({ i, j, text: 'x'.repeat(500 * j) })))
    await tracker.close()`
  const argv = ['--conditions=assay-source', '--input-type=module', '-e', program, db]
  const children = [1, 2, 3].map(() => spawn(process.execPath, argv, { cwd: packageRoot, stdio: 'inherit' }))
  assert.deepEqual(
    (await Promise.all(children.map(child => once(child, 'exit')))).map(([code]) => code),
    [0, 0, 0],
  )
  const order = (rows: readonly unknown[]) => rows.toSorted((a, b) => (id(a) < id(b) ? -1 : 1))
  const id = (row: unknown) => String((row as { row_id: string }).row_id)
  const lines = await Array.fromAsync(jsonl(join(folder, 'events.jsonl')))
  assert.equal(lines.length, 1_200)
  assert.deepEqual(order(lines), order(await read(db)))
})

test('a line that a kill cut off spoils no other', async t => {
  const file = join(temporaryFolder(t), 'lines.jsonl')
  appendFileSync(file, '{"$assay":1,"i":0}\n{"$assay":1,"i"')
  await using tracker = await openTracker(':memory:', { jsonl: file })
  await tracker.log({ i: 2 })
  const lines = readFileSync(file, 'utf8').split('\n')
  assert.deepEqual([lines.length, lines[1], (JSON.parse(lines[2] ?? '') as { i: number }).i], [4, '{"$assay":1,"i"', 2])
})

const failing = `import { openTracker } from 'assay'
  import { mkdirSync, rmSync } from 'node:fs'
  const [db, jsonl, folder] = process.argv.slice(1)
  await using tracker = await openTracker(db, { jsonl, runId: 'fox' })
  if (folder) await tracker.log({ i: -1 })
  if (folder) rmSync(folder, { recursive: true })
  for (let i = 0; i < 8; i++) await tracker.log({ i })
  await tracker.logBatch([{ i: 8 }, { i: 9 }])
  if (folder) mkdirSync(folder)
  if (folder) await tracker.log({ i: 10 })`

async function findingsOf(db: string): Promise<readonly { id: string; count: number; examples: unknown[]; message: string }[]> {
  await using reader = await openReader(db, { table: 'runs' })
  return (await reader.rows({ run: 'fox' }))[0]?.['findings'] as never
}

for (const [name, reason, place] of [
  ['a folder', /EISDIR/, (folder: string) => folder],
  ['in a folder that is not there', /ENOENT/, (folder: string) => join(folder, 'none', 'x.jsonl')],
  ['on a full disk', /ENOSPC/, () => '/dev/full'],
] as const) {
  test(`a file that is ${name} loses no row: it is said once and counted`, { skip: !existsSync('/dev/full') }, async t => {
    const folder = temporaryFolder(t)
    const db = join(folder, 'lab.db')
    for (const count of [10, 20]) {
      const said = runProgram(failing, db, place(folder))
      assert.equal(said.match(/\[ASSAY_SINK_FAILED\] AssayWarning: rows could not be appended to /g)?.length, 1)
      assert.match(said, reason)
      const [finding, ...others] = await findingsOf(db)
      assert.deepEqual([finding?.id, finding?.count, finding?.examples.length, others], ['sink-failed', count, 5, []])
      assert.match(finding?.message ?? '', reason)
      assert.equal((await read(db)).length, count)
    }
  })
}

test('a folder that is deleted and made again is written to again', async t => {
  const folder = temporaryFolder(t)
  const [db, place] = [join(folder, 'lab.db'), join(folder, 'sink')]
  fs.mkdirSync(place)
  runProgram(failing, db, join(place, 'lines.jsonl'), place)
  assert.equal((await read(db)).length, 12)
  assert.deepEqual(await Array.fromAsync(jsonl(join(place, 'lines.jsonl'), (row: { i: number }) => row.i)), [10])
  assert.equal((await findingsOf(db))[0]?.count, 10)
})

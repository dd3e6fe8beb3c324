// What workers cannot do is refused in words, before it is paid for: a benchmark that they cannot load, other code, inputs that would arrive changed.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { benchmark, command, run } from 'assay'
import { projectFolder } from '../../fixtures/folder.ts'

/** Runs this file in threads. */
function inThreads(t: TestContext, text: string) {
  const folder = projectFolder({ 'b.bench.ts': text }, t)
  return run(join(folder, 'b.bench.ts'), { db: join(folder, 'lab.db'), executor: 'threads', workers: 1 })
}

test('a benchmark given as a value has no file that a worker could load', async () => {
  const declared = benchmark({ name: 'b', data: [1], task: () => 1, version: '1' })
  await assert.rejects(run(declared, { db: ':memory:', executor: 'threads' }), {
    name: 'TypeError',
    message:
      "expected the path of a benchmark file with `executor: 'threads'`, because each worker loads it, got the benchmark b",
  })
  await assert.rejects(
    run(declared, { db: ':memory:', workers: 2 }),
    /^TypeError: expected the path of a benchmark file with `workers`/,
  )
  await using result = await run(declared, { db: ':memory:', workers: 1 })
  assert.equal(result.executed, 1)
})

test('bad words are refused, wherever they stand', async () => {
  const declared = benchmark({ name: 'b', data: [1], task: () => 1, version: '1' })
  const wrong = (options: object) => assert.rejects(run(declared, { db: ':memory:', ...options }), { name: 'RangeError' })
  await wrong({ executor: 'thread' })
  await wrong({ workers: 0 })
  await wrong({ workers: 1.5 })
  await wrong({ config: { workers: -1 } })
  await wrong({ config: { executor: 'process' } })
})

test('the workers of a command are its programs: they need no file, and threads are refused', async () => {
  const program =
    "require('readline').createInterface({ input: process.stdin }).on('line', line => { const { call } = JSON.parse(line); setTimeout(() => console.log(JSON.stringify({ call, result: process.pid })), 50) })"
  const declared = benchmark({
    name: 'b',
    data: [1, 2, 3, 4, 5, 6],
    task: command([process.execPath, '-e', program]),
    version: '1',
  })
  await using result = await run(declared, { db: ':memory:', workers: 3 })
  assert.equal(new Set((await result.rows()).map(row => row['prediction'])).size, 3)
  await assert.rejects(run(declared, { db: ':memory:', executor: 'threads' }), /a command brings its own processes, got threads$/)
})

test('a file that cannot be loaded in a worker ends the run before anything is started', async t => {
  const throwing = `import { isMainThread } from 'node:worker_threads'
    import { benchmark } from 'assay'
    if (!isMainThread) throw new Error('not here')
    export default benchmark({ name: 'b', data: [1], task: () => 1 })`
  await assert.rejects(inThreads(t, throwing), {
    code: 'benchmark_invalid',
    message: /b\.bench\.ts:3 threw while it was loaded: Error: not here/,
  })
  const ending = throwing.replace("throw new Error('not here')", 'process.exit(1)')
  await assert.rejects(inThreads(t, ending), {
    code: 'worker_failed',
    message: /lost before anything executes: its thread was ended by process.exit\(1\)/,
  })
})

test('a worker that would execute other code than the run has loaded ends the run', async t => {
  const text = `import { readFileSync, writeFileSync } from 'node:fs'
    import { benchmark } from 'assay'
    export default benchmark({
      name: 'b',
      data: [1, 2, 3],
      task: n => {
        writeFileSync(new URL(import.meta.url), readFileSync(new URL(import.meta.url), 'utf8').replace('return n', 'return -n'))
        if (n === 1) process.exit(1)
        return n
      },
    })`
  await assert.rejects(inThreads(t, text), { code: 'code_changed', message: /is not what it was when the run began/ })
})

test('an input that would arrive as something else is an error of its item', async t => {
  const text = `import { benchmark } from 'assay'
    class Point { x = 1 }
    export default benchmark({
      name: 'b',
      data: ['url', 'class', 'plain'],
      id: id => id,
      input: id => (id === 'url' ? { at: [new URL('http://a/')] } : { at: id === 'class' ? new Point() : new Map([[1, Buffer.from('a')]]) }),
      task: ({ at }) => Buffer.isBuffer(at.get(1)),
    })`
  await using result = await inThreads(t, text)
  const rows = await result.rows()
  const said = new Map(rows.map(row => [row['input_id'], row['error'] ?? row['prediction']]))
  const why = 'to be plain data, because a worker gets a copy of it, got an instance of'
  assert.deepEqual(Object.fromEntries(said), {
    url: `expected the input.at.0 ${why} URL; return plain data from \`input\`, or run it inline`,
    class: `expected the input.at ${why} Point; return plain data from \`input\`, or run it inline`,
    plain: true,
  })
})

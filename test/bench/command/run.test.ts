// Checks commands in whole runs: rows of every outcome, noise as a finding, and no process that outlives its run.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { benchmark } from '../../../src/bench/declare/benchmark.ts'
import { command } from '../../../src/bench/command/command.ts'
import { run } from '../../../src/bench/run.ts'
import { temporaryFolder } from '../../fixtures/folder.ts'
import { laboratory } from '../../fixtures/laboratory.ts'
import { gone, isAlive, nodeProgram } from './programs.ts'

const items = Array.from({ length: 12 }, (_, i) => `i${i}`)

function declare(argv: [string, ...string[]], data: readonly string[] = items) {
  return benchmark({ name: 'b', data, id: id => id, task: command(argv), version: '1' })
}

test('every outcome is a row, the rest goes on, and a program is started again only when it died', async t => {
  const body = `each(({ call, input }) => {
    if (input === 'i3') process.exit(7)
    if (input === 'i5') return say({ call, error: { type: 'QuotaError', message: 'over' } })
    say({ call, result: { prediction: input, pid: process.pid } })
  })`
  await using result = await run(declare(nodeProgram(t, body)), { db: laboratory(t), limits: { concurrency: 2 } })
  assert.deepEqual([result.status, result.executed, result.failed], ['completed', 12, 2])
  const rows = (await result.rows()) as unknown as Record<string, unknown>[]
  assert.deepEqual(
    rows.flatMap(({ status, error_type, input_id }) => (status === 'ok' ? [] : [[input_id, error_type]])).toSorted(),
    [
      ['i3', 'CommandError'],
      ['i5', 'QuotaError'],
    ],
  )
  const pids = new Set(rows.flatMap(({ pid }) => (pid === null ? [] : [Number(pid)])))
  assert.ok(pids.size <= 3, `${pids.size} programs answered`)
  assert.deepEqual([...pids].filter(isAlive), [])
})

test('with a batch a program gets lists; an error in the place of a result fails that item alone', async t => {
  const body = `each(({ call, inputs }) => {
    const answer = input => (input === 'i3' ? { $error: { name: 'ValueError', message: 'no' } } : { prediction: input, of: inputs.length })
    say({ call, results: inputs.map(answer) })
  })`
  const task = command<{ prediction: string; of: number }[]>(nodeProgram(t, body))
  const bench = benchmark({ name: 'b', data: items, id: id => id, batch: 5, task, version: '1' })
  await using result = await run(bench, { db: laboratory(t), limits: { concurrency: 1 } })
  const rows = await result.rows()
  assert.deepEqual(
    rows.map(row => (row.status === 'ok' ? row.of : row.error_type)),
    [5, 5, 5, 'ValueError', 5, 5, 5, 5, 5, 5, 2, 2],
  )
  assert.ok(rows.every(row => row.status === 'error' || row.prediction === row.input_id))
})

test('a skip is a row of its own, and an error that says that it passes is tried again', async t => {
  const body = `each(({ call, input, attempt }) => {
    if (input === 'skip') return say({ call, skip: 'not for this one' })
    if (attempt === 1) return say({ call, error: { type: 'RateError', message: 'slow down', status: 429, headers: { 'retry-after-ms': '1' } } })
    say({ call, result: attempt })
  })`
  await using result = await run(declare(nodeProgram(t, body), ['skip', 'again']), {
    db: laboratory(t),
    limits: { concurrency: 1 },
  })
  const rows = (await result.rows()) as unknown as Record<string, unknown>[]
  assert.deepEqual(
    rows.map(({ input_id, status, prediction }) => [input_id, status, prediction]),
    [
      ['skip', 'skipped', null],
      ['again', 'ok', 2],
    ],
  )
})

test('lines that are no answers are a finding with a count and examples', async t => {
  const body = "console.log('Loading…')\neach(({ call }) => { console.log('50 %'); say({ call, result: 1 }) })"
  await using result = await run(declare(nodeProgram(t, body)), { db: laboratory(t), limits: { concurrency: 1 } })
  const [finding] = result.findings
  assert.deepEqual([result.failed, finding?.id, finding?.severity, finding?.count], [0, 'command-noise', 'warning', 13])
  assert.equal(finding?.examples[0]?.['line'], 'Loading…')
  assert.match(String(finding?.examples[0]?.['program']), /program\.mjs$/)
})

test('a timeout ends the program and all that it started, and the next datapoint has another', async t => {
  const pids = join(temporaryFolder(t), 'pids')
  const body = `import { appendFileSync } from 'node:fs'
  import { spawn } from 'node:child_process'
  process.on('SIGTERM', () => {})
  each(({ call, input }) => {
    if (input !== 'hangs') return say({ call, result: process.pid })
    const { pid } = spawn('sleep', ['1000'], { stdio: 'inherit' })
    appendFileSync(${JSON.stringify(pids)}, process.pid + '\\n' + pid + '\\n')
  })`
  await using result = await run(declare(nodeProgram(t, body), ['hangs', 'a', 'b']), {
    db: laboratory(t),
    limits: { concurrency: 1, timeoutMs: 1_000 },
  })
  const rows = (await result.rows()) as unknown as Record<string, unknown>[]
  assert.deepEqual(
    rows.map(({ status }) => status),
    ['timeout', 'ok', 'ok'],
  )
  const hung = readFileSync(pids, 'utf8').trim().split('\n').map(Number)
  assert.equal(hung.length, 2)
  assert.notEqual(rows[1]?.['prediction'], hung[0])
  for (const pid of hung) await gone(pid)
})

test('a stopped run ends its programs; what one says before it is gone still counts', async t => {
  const pids = join(temporaryFolder(t), 'pids')
  const body = `import { appendFileSync } from 'node:fs'
  each(({ call, input }) => {
    if (input === 'i0') process.on('SIGTERM', () => say({ call, result: 'in time' }))
    appendFileSync(${JSON.stringify(pids)}, process.pid + '\\n')
    console.log('asked')
  })`
  const stop = new AbortController()
  let asked = 0
  const argv = nodeProgram(t, body)
  const bench = benchmark({ name: 'b', data: items, id: id => id, version: '1', task: command(argv) })
  const timer = setInterval(() => {
    asked = readCount(pids)
    if (asked === 2) stop.abort()
  }, 10)
  t.after(() => clearInterval(timer))
  await using result = await run(bench, { db: laboratory(t), signal: stop.signal, limits: { concurrency: 2 } })
  const rows = (await result.rows()) as unknown as Record<string, unknown>[]
  assert.deepEqual(rows.map(({ input_id, status }) => `${input_id} ${status}`).toSorted(), ['i0 ok', 'i1 aborted'])
  assert.equal(result.status, 'stopped')
  assert.deepEqual(readFileSync(pids, 'utf8').trim().split('\n').map(Number).filter(isAlive), [])
})

function readCount(path: string): number {
  try {
    return readFileSync(path, 'utf8').trim().split('\n').length
  } catch {
    return 0
  }
}

test('two runs at once share the programs of a command; the first that ends leaves those of the other', async t => {
  const argv = nodeProgram(t, 'each(({ call, input }) => setTimeout(() => say({ call, result: process.pid }), 10))')
  const task = command(argv)
  const few = benchmark({ name: 'few', data: items.slice(0, 2), id: id => id, task, version: '1' })
  const many = benchmark({ name: 'many', data: items, id: id => id, task, version: '1' })
  const limits = { concurrency: 1 }
  const results = await Promise.all([run(few, { db: laboratory(t), limits }), run(many, { db: laboratory(t), limits })])
  for (const result of results) {
    assert.equal(result.failed, 0)
    const rows = (await result.rows()) as unknown as Record<string, unknown>[]
    assert.deepEqual(rows.map(({ prediction }) => Number(prediction)).filter(isAlive), [])
    await result[Symbol.asyncDispose]()
  }
})

test('a program that ignores the end of its input and SIGTERM is killed when the run is over', async t => {
  const body = `process.on('SIGTERM', () => {})
  setInterval(() => {}, 1_000)
  each(({ call }) => say({ call, result: process.pid }))`
  await using result = await run(declare(nodeProgram(t, body), ['a']), { db: laboratory(t) })
  const [row] = (await result.rows()) as unknown as Record<string, unknown>[]
  assert.equal(isAlive(Number(row?.['prediction'])), false)
})

// One contract for what executes datapoints: whatever it is, the same task has the same rows.
import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type Asset, openReader, run } from 'assay'
import type { RunOptions } from '../../../src/bench/run-options.ts'
import { temporaryFolder } from '../../fixtures/folder.ts'
import { assertSound } from '../../fixtures/laboratory.ts'

const file = fileURLToPath(new URL('tasks/contract.bench.ts', import.meta.url))

const executors: Readonly<Record<string, Pick<RunOptions, 'executor' | 'workers'>>> = {
  inline: {},
  threads: { executor: 'threads', workers: 2 },
  processes: { workers: 2 },
}

/** What each item comes to: its columns, or status, message and type. */
const expected: Readonly<Record<string, unknown>> = {
  value: { prediction: 7 },
  nothing: { prediction: null },
  plain: { list: [1n, new Map([['a', Number.NaN]])], at: new Date(0), isBuffer: true },
  undefined: ['error', 'the task returned nothing; for "no answer" return null', 'TypeError'],
  unstorable: ['error', 'expected the result.of to be plain data, got a function; return what it computes instead', 'TypeError'],
  throws: ['error', "Expected property name or '}' in JSON at position 1 (line 1 column 2)", 'SyntaxError'],
  rejects: ['error', 'gone', 'NetworkError'],
  text: ['error', 'a text', 'string'],
  skips: ['skipped', 'no answer is known', null],
  recorded: ['error', 'after all', 'Error'],
  overspent: ['error', 'the datapoint has cost 2 dollars, of 1 allowed', 'BudgetError'],
  late: ['timeout', 'the task took longer than 1000 ms', 'TimeoutError'],
  deferred: ['error', 'tidied', 'Error'],
  untidy: { prediction: 1 },
  once: { square: 9, content: 'content 3' },
  again: { prediction: 9 },
  unlucky: ['error', 'not 1', 'RangeError'],
  busy: { attempt: 2 },
  own: { attempt: 2 },
  logs: {
    prediction: "TypeError: expected a key of the row that is not Assay's own, got `run_id`; call it otherwise",
  },
}

for (const [name, options] of Object.entries(executors)) {
  describe(name, () => {
    const folder = temporaryFolder()
    const db = join(folder, 'lab.db')
    const notes = join(folder, 'notes.txt')
    let rows: readonly Readonly<Record<string, unknown>>[] = []
    let findings: readonly { readonly id: string; readonly count: number }[] = []
    let noted: string[] = []
    const rowOf = (id: string, model = 'a') => {
      const found = rows.find(row => row['input_id'] === id && row['params_model'] === model)
      assert.ok(found, id)
      return found
    }

    const open = new AsyncDisposableStack()
    after(() => open.disposeAsync())

    before(async () => {
      writeFileSync(notes, '')
      const result = await run(file, { db, options: { notes }, ...options })
      open.use(result)
      assert.equal(result.status, 'completed')
      findings = result.findings
      noted = readFileSync(notes, 'utf8').trimEnd().split('\n')
      rows = await result.rows()
    })

    for (const [id, wanted] of Object.entries(expected)) {
      test(id, () => {
        for (const model of ['a', 'b']) {
          const row = rowOf(id, model)
          if (Array.isArray(wanted)) assert.deepEqual([row['status'], row['error'], row['error_type']], wanted)
          else {
            assert.deepEqual([row['status'], row['error']], ['ok', null])
            for (const [column, value] of Object.entries(wanted as object)) assert.deepEqual(row[column], value, column)
          }
        }
      })
    }

    test('what was recorded and spent is kept, whatever happened next', () => {
      const { raw, more, cost_usd: cost, input_tokens: tokens } = rowOf('recorded')
      assert.deepEqual([raw, more, cost, tokens], ['kept', [1], 0.25, 3])
      assert.deepEqual([rowOf('late')['raw'], rowOf('overspent')['cost_usd']], ['in time', 2])
    })

    test('large values, files and streams arrive whole', async () => {
      const { text, file: large } = rowOf('large')
      assert.equal(String(text).length, 100_000)
      assert.equal(await (large as Asset<string>).load(), 'y'.repeat(50_000))
      assert.equal(((await (rowOf('huge')['file'] as Asset).load()) as Uint8Array).length, 9 * 1024 * 1024)
      assert.deepEqual(Buffer.from(await (rowOf('stream')['file'] as Asset).load()).toString(), 'ab')
    })

    test('the context says which trial, attempt and datapoint it is, with the set-up of the params', () => {
      for (const model of ['a', 'b']) {
        const { repeat, attempt, key, setup, isAborted, isThere } = rowOf('context', model)
        assert.deepEqual([repeat, attempt, key, setup, isAborted, isThere], [0, 1, 64, model, false, true])
      }
    })

    test('each worker makes one set-up for each params, and disposes it; nobody else’s is left', () => {
      const made = noted.filter(line => line.startsWith('setup'))
      assert.equal(new Set(made).size, made.length)
      assert.deepEqual([...new Set(made.map(line => line.split(' ')[1]))].toSorted(), ['a', 'b'])
      const disposed = new Set(noted.filter(line => line.startsWith('disposed')).map(line => line.replace('disposed', 'setup')))
      // A thread whose task does not end is ended, with its set-up.
      const lost = name === 'threads' ? 2 : 0
      assert.ok(disposed.size >= made.length - lost, noted.join('\n'))
    })

    test('the set-up of other params is disposed before the next is made', () => {
      const order = noted.filter(line => /^(?:setup|disposed)/.test(line)).map(line => line.split(' ').slice(0, 2).join(' '))
      assert.ok(order.lastIndexOf('disposed a') < order.indexOf('setup b'), order.join('\n'))
    })

    test('what is deferred is called last first, and what throws there is a finding', () => {
      assert.deepEqual(noted.filter(line => line.startsWith('deferred')).slice(0, 2), ['deferred 2', 'deferred 1'])
      assert.deepEqual(
        findings.map(({ id, count }) => [id, count]),
        [['cleanup-failed', 2]],
      )
    })

    test('a function given to `once` executes once for all workers; one that no file names is refused', () => {
      assert.deepEqual(
        noted.filter(line => line.startsWith('once')),
        ['once 3'],
      )
      assert.match(String(rowOf('nobody')['error']), /code of a function without a name cannot be known/)
    })

    test('what is logged is an event of its datapoint', async () => {
      await using reader = await openReader(db, { table: 'events' })
      const events = await reader.rows()
      assert.deepEqual(
        events.map(({ input_id: id, step, loss }) => [id, step, loss]),
        [
          ['logs', 1, 0.5],
          ['logs', 1, 0.5],
        ],
      )
    })

    test('each attempt that another follows is kept', async () => {
      assert.deepEqual([rowOf('busy')['attempts'], rowOf('own')['attempts'], rowOf('throws')['attempts']], [2, 2, 1])
    })

    test('no folder is left', () => {
      assert.equal(existsSync(String(rowOf('folder')['path'])), false)
    })

    test('a later run replays it all, and starts nothing', async () => {
      const before = readFileSync(notes, 'utf8')
      await using result = await run(file, { db, options: { notes }, execute: 'new', ...options })
      assert.deepEqual([result.executed, readFileSync(notes, 'utf8')], [0, before])
      await assertSound(db)
    })
  })
}

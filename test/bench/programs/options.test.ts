// Program 13, a file with options: they are in the name and in the params, so each has results of its own.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openReader } from 'assay'
import { join } from 'node:path'
import { assay, assertRefused } from '../../cli/assay.ts'
import { counts, jsonLinesOf, programFolder, runProgram, valuesOf } from './project.ts'

const questions = (count: number) =>
  jsonLinesOf(Array.from({ length: count }, (_, i) => ({ id: `q${i}`, text: `question ${i}`, answer: `question ${i} a 5` })))

test('options choose data and params, and what is stored for others stays', async t => {
  const cwd = programFolder(t, { 'questions-all.jsonl': questions(3), 'questions-hard.jsonl': questions(2) })
  const run = (...flags: string[]) => runProgram('13-options.bench.ts', { cwd }, ...flags)
  assert.deepEqual(counts(await run()), [6, 0, 0])
  const hard = ['--option', 'subset=hard', '--option', 'shots=5']
  const chosen = await run(...hard)
  assert.deepEqual(counts(chosen), [4, 0, 0])
  const params = chosen.metrics.map(row => row.params)
  assert.deepEqual(params, [
    { model: 'a', shots: 5 },
    { model: 'b', shots: 5 },
  ])
  assert.deepEqual(valuesOf(chosen, 'accuracy'), [1, 0])
  assert.deepEqual(counts(await run(...hard)), [0, 4, 0])
  assert.deepEqual(counts(await run('--option', 'shots=0')), [0, 6, 0], 'an option that says the default')
  await using reader = await openReader(join(cwd, 'lab.db'))
  const names = await reader.sql('SELECT benchmark, COUNT(*) AS n FROM datapoints GROUP BY 1 ORDER BY 1')
  assert.deepEqual(names, [
    { benchmark: 'questions-all', n: 6 },
    { benchmark: 'questions-hard', n: 4 },
  ])
  const refused = await assay(['run', '13-options.bench.ts', '--db', 'lab.db', '--option', 'shot=5'], { cwd })
  assertRefused(refused, 2, /shot/)
})

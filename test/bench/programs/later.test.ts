// Program 12, what comes later: a renamed and an added param, labels, judgements and a metric; what is stored executes for none of them.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openReader } from 'assay'
import { counts, csvOf, jsonLinesOf, programFolder, runProgram, valuesOf } from './project.ts'

const earlier = `import { benchmark, grid, jsonl } from 'assay'
import { z } from 'zod'
import { summarize } from './support/summarize.ts'

export default benchmark({
  name: 'summaries',
  data: jsonl('articles.jsonl', z.object({ id: z.string(), text: z.string() })),
  input: item => item.text,
  params: grid({ llm: ['small', 'large'] }),
  task: (text, { llm }) => summarize(llm, text, 0),
})
`
const articles = ['a', 'b', 'c'].map((id, i) => ({ id, text: `${id} `.repeat(i === 0 ? 1_000 : 20) }))
const agreement = /    agreement: \{[^]*?\n    \},\n/

test('a renamed param, labels, judgements of people and a metric execute nothing that is stored', async t => {
  const files = {
    'earlier.bench.ts': earlier,
    'articles.jsonl': jsonLinesOf(articles),
    'labels.csv': 'id,topic\n',
    'human.csv': 'datapoint,good\n',
  }
  const cwd = programFolder(t, files)
  const path = join(cwd, '12-later.bench.ts')
  const program = readFileSync(path, 'utf8')
  assert.match(program, agreement)
  writeFileSync(path, program.replace(agreement, ''))
  const run = (...flags: string[]) => runProgram('12-later.bench.ts', { cwd }, ...flags)

  assert.deepEqual(counts(await runProgram('earlier.bench.ts', { cwd })), [6, 0, 0])
  const renamed = await run('--accept-code')
  assert.deepEqual(counts(renamed), [6, 6, 0], 'what executes has the other temperature')
  assert.ok(renamed.findings.some(({ id, count }) => id === 'adopted' && count === 6))
  assert.deepEqual(valuesOf(renamed, 'topic'), [null, null, null, null])
  assert.deepEqual(counts(await run()), [0, 12, 0])

  writeFileSync(
    join(cwd, 'labels.csv'),
    csvOf([
      { id: 'a', topic: 'news' },
      { id: 'b', topic: 'sport' },
    ]),
  )
  const labelled = await run()
  assert.deepEqual(
    [counts(labelled), valuesOf(labelled, 'topic')],
    [
      [0, 12, 0],
      [0.5, 0.5, 0.5, 0.5],
    ],
  )

  await using reader = await openReader(join(cwd, 'lab.db'))
  const rows = await reader.rows({ run: labelled.run_id })
  const human = rows.map(row => ({ datapoint: row['datapoint'], good: row['input_id'] !== 'b' }))
  writeFileSync(join(cwd, 'human.csv'), csvOf(human))
  writeFileSync(path, program)
  const judged = await run('--execute', 'none')
  assert.deepEqual([counts(judged), judged.missed], [[0, 12, 0], 0])
  const shares = valuesOf(judged, 'approved').map(value => Math.round((value ?? 0) * 3))
  assert.deepEqual(shares, [2, 2, 2, 2])
  // The judge finds only the long article's summary short enough: it agrees on `a` and `b`, and not on `c`.
  assert.deepEqual(
    valuesOf(judged, 'agreement').map(value => Math.round((value ?? 0) * 3)),
    [2, 2, 2, 2],
  )
})

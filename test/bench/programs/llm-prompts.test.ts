// Program 4, prompts through the AI SDK: what was answered and judged is never asked again, and a busy service is asked again.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openReader } from 'assay'
import { type Answer, type Asked, startOpenAi } from './openai.ts'
import { counts, jsonLinesOf, programFolder, runProgram, valuesOf } from './project.ts'

const questions = jsonLinesOf([
  { id: 'peru', question: 'capital of Peru?', answer: 'Lima' },
  { id: 'malta', question: 'capital of Malta?', answer: 'Valletta', rubric: 'One word.' },
])

/** The smaller model knows one of the two; the judge finds the right answer in what was given, or not. */
function answerTo({ model, input, isStructured }: Asked): Answer {
  const asked = JSON.stringify(input)
  if (isStructured)
    return { text: JSON.stringify({ reason: 'read', score: /Given answer: .*(?:Lima|Valletta)/.test(asked) ? 5 : 1 }) }
  if (asked.includes('Peru')) return { text: 'It is Lima.' }
  return { text: model === 'gpt-5' ? 'It is Valletta.' : 'I do not know.' }
}

test('36 answers and three judgements are asked for once, priced, and kept', async t => {
  let isBusy = true
  const service = await startOpenAi(t, asked => {
    const wasBusy = isBusy
    isBusy = false
    return wasBusy ? { status: 429 } : answerTo(asked)
  })
  const cwd = programFolder(t, { 'questions.jsonl': questions }, ['ai', '@ai-sdk/openai'])
  const run = (...flags: string[]) => runProgram('04-llm-prompts.bench.ts', { cwd, env: service.env }, ...flags)
  const first = await run()
  assert.deepEqual(counts(first), [36, 0, 0])
  const judged = () => service.asked.filter(({ isStructured }) => isStructured).length
  assert.equal(judged(), 3, 'one judgement for each answer that differs, whoever gave it')
  assert.equal(service.asked.length, 36 + 1 + 3)

  const reader = await openReader(join(cwd, 'lab.db'))
  t.after(() => reader.close())
  const refused = await reader.sql<{ error_type: string }>("SELECT error_type FROM attempts WHERE status <> 'ok'")
  assert.deepEqual(refused, [{ error_type: 'AI_APICallError' }])
  const rows = await reader.rows()
  assert.ok(rows.every(row => row['input_tokens'] === 100 && row['output_tokens'] === 10 && Number(row['cost_usd']) > 0))
  const seen = new Set(rows.map(row => [row['prediction'], row['scores_contains'], row['scores_judge_score']].join(' ')))
  assert.deepEqual(seen, new Set(['It is Lima. true 5', 'It is Valletta. true 5', 'I do not know. false 1']))

  assert.deepEqual(counts(await run()), [0, 36, 0])
  const path = join(cwd, '04-llm-prompts.bench.ts')
  writeFileSync(path, readFileSync(path, 'utf8').replace('.includes(expected.answer', '.startsWith(expected.answer'))
  const mended = await run('--execute', 'none')
  assert.deepEqual([counts(mended), mended.missed], [[0, 36, 0], 0])
  assert.deepEqual(new Set(valuesOf(mended, 'contains')), new Set([0]))
  assert.equal(service.asked.length, 36 + 1 + 3, 'nothing was asked for again')
})

// Program 5, an agent with tools in a folder of its own: its patch, transcript and cost are kept, and more trials ask for the difference.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { type Asset, openReader } from 'assay'
import { type Answer, type Asked, startOpenAi } from './openai.ts'
import { counts, jsonLinesOf, programFolder, runProgram, valuesOf } from './project.ts'

const issue = {
  id: 'sum',
  repository: 'repository',
  issue: 'The sum of 1 and 2 is 3.',
  files: ['sum.js'],
  difficulty: 'easy',
}
const repository = {
  'repository/package.json': '{ "scripts": { "test": "node check.js" } }',
  'repository/check.js': "if (require('./sum.js')(1, 2) !== 3) process.exit(1)\n",
  'repository/sum.js': 'module.exports = (a, b) => a - b\n',
}

/** The larger model reads and mends; the smaller one reads twice, with the same words. */
function act({ model, input }: Asked): Answer {
  const done = input.filter(({ type }) => type === 'function_call_output').length
  if (done === 2) return { text: 'Done.' }
  if (model === 'gpt-5' && done === 1)
    return { call: { name: 'write', arguments: { path: 'sum.js', text: 'module.exports = (a, b) => a + b\n' } } }
  return { text: 'Let me look.', call: { name: 'read', arguments: { path: 'sum.js' } } }
}

test('each trial has its folder, and what one agent did is kept with its cost', async t => {
  const service = await startOpenAi(t, act)
  const cwd = programFolder(t, { 'issues.jsonl': jsonLinesOf([issue]), ...repository }, ['ai', '@ai-sdk/openai'])
  const git = (...words: string[]) => execFileSync('git', ['-C', join(cwd, 'repository'), ...words])
  git('init', '-q')
  git('add', '.')
  git('-c', 'user.name=a', '-c', 'user.email=a@localhost', 'commit', '-q', '-m', 'first')
  const run = (...flags: string[]) => runProgram('05-agent.bench.ts', { cwd, env: service.env }, ...flags)

  const first = await run('--keep-folders')
  const kept = first.findings.find(({ id }) => id === 'folders-kept') as unknown as { examples: { folder: string }[] }
  const root = dirname(kept.examples[0]?.folder ?? '')
  t.after(() => rmSync(root, { recursive: true, force: true }))
  assert.deepEqual([counts(first), service.asked.length], [[10, 0, 0], 10 * 3])
  assert.deepEqual(
    first.metrics
      .map(({ params }, i) => [params['model'], valuesOf(first, 'pass_at_3')[i], valuesOf(first, 'pass_all_5')[i]])
      .toSorted(),
    [
      ['gpt-5', 1, 1],
      ['gpt-5-mini', 0, 0],
    ],
  )
  const mended = readdirSync(root).filter(name => readFileSync(join(root, name, 'sum.js'), 'utf8').includes('a + b'))
  assert.deepEqual([readdirSync(root).length, mended.length], [10, 5])
  assert.equal(readFileSync(join(cwd, 'repository/sum.js'), 'utf8'), repository['repository/sum.js'])

  await using reader = await openReader(join(cwd, 'lab.db'))
  const rows = await reader.rows()
  const seen = rows.map(row => [
    row['params_model'],
    row['scores_solved'],
    row['scores_touched'],
    row['scores_looped'],
    row['turns'],
  ])
  assert.deepEqual(seen.toSorted(), [
    ...Array.from({ length: 5 }, () => ['gpt-5', true, 1, false, 3]),
    ...Array.from({ length: 5 }, () => ['gpt-5-mini', false, 0, true, 3]),
  ])
  const solved = rows.find(row => row['params_model'] === 'gpt-5') ?? {}
  assert.match(String(solved['patch']), /^-module.*a - b\n\+module.*a \+ b$/m)
  assert.deepEqual([solved['tool_calls'], solved['input_tokens']], [['read', 'write'], 300])
  const transcript = await (solved['transcript'] as Asset<unknown>).load()
  assert.deepEqual(transcript, [
    { text: 'Let me look.', tools: ['read'] },
    { text: '', tools: ['write'] },
    { text: 'Done.', tools: [] },
  ])

  assert.deepEqual([counts(await run()), service.asked.length], [[0, 10, 0], 10 * 3])
  assert.deepEqual([counts(await run('--trials', '6')), service.asked.length], [[2, 10, 0], 12 * 3])
})

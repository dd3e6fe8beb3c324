// Checks `assay compare` of a CSV file: columns of answers, with slices and flips, as text and as JSON.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { temporaryFolder } from '../fixtures/folder.ts'
import { assay, assayJson, assertRefused } from './assay.ts'

/** 60 answers: 20 items that only `gpt` has right, 9 that only `bert` has, 30 both, and one without an answer. */
function answers(t: TestContext): string {
  const cwd = temporaryFolder(t)
  const lines = Array.from({ length: 60 }, (_, i) => {
    const [bert, gpt] = i < 20 ? ['no', 'yes'] : i < 29 ? ['yes', 'no'] : ['yes', i === 59 ? '' : 'yes']
    return [`q${i}`, i % 2 === 0 ? 'web' : 'book', 'yes', bert, gpt, i, i + (i % 3)].join(',')
  })
  writeFileSync(join(cwd, 'answers.csv'), ['question,source,label,bert,gpt,size,guess', ...lines].join('\n'))
  return cwd
}

const words = ['compare', 'answers.csv', 'bert', 'gpt', '--expected', 'label', '--id', 'question']

test('the sentence, both sides, the other tests and the flips', async t => {
  const { code, stdout } = await assay([...words, '--flips', '2'], { cwd: answers(t) })
  assert.equal(code, 0)
  assert.match(
    stdout,
    /^accuracy is inconclusive: 0\.8333 against 0\.6667, a difference of \+0\.1667 .* on 60 paired items \(tango-score, /,
  )
  assert.match(stdout, /\nbaseline +0\.6667 +0\.\d+ to 0\.\d+ +60\n/)
  assert.match(stdout, /\ncandidate +0\.8333 .* 60 +1 unanswered\n/)
  assert.match(stdout, /deciding nothing: mcnemar-exact p = 0\.\d+, mcnemar-mid-p p = 0\.\d+\./)
  assert.match(stdout, /\nq0 +no +yes\nq1 +no +yes\n28 more: --flips 30\n/)
})

test('JSON has the fields of a comparison in snake case, and slices', async t => {
  const { data } = await assayJson([...words, '--by', 'source', '--level', '0.9'], { cwd: answers(t) })
  const keys = ['metric', 'verdict', 'message', 'baseline', 'candidate', 'effect', 'test', 'p_value', 'others', 'n_paired']
  const others = ['unpaired', 'detectable', 'items_needed', 'flips', 'findings', 'slices', 'error_bars', 'looks', 'sequential']
  assert.deepEqual(Object.keys(data ?? {}).sort(), [...keys, ...others].sort())
  const {
    slices,
    effect,
    others: tests,
    n_paired,
  } = data as unknown as {
    slices: { slice: string; n_paired: number; p_value: number; p_adjusted: number }[]
    effect: { level: number }
    others: { test: string; p_value: number }[]
    n_paired: number
  }
  assert.deepEqual([effect.level, n_paired, tests[0]?.test], [0.9, 60, 'mcnemar-exact'])
  assert.deepEqual(
    slices.map(({ slice, n_paired }) => [slice, n_paired]),
    [
      ['source=book', 30],
      ['source=web', 30],
    ],
  )
  assert.ok(slices.every(({ p_value, p_adjusted }) => p_adjusted >= p_value))
})

test('numbers have metrics of errors', async t => {
  const given = ['compare', 'answers.csv', 'guess', 'size', '--expected', 'size', '--id', 'question', '--metric', 'mae']
  const { data } = await assayJson([...given, '--margin', '2'], { cwd: answers(t) })
  const { verdict, test } = data as unknown as { verdict: string; test: string }
  assert.deepEqual([verdict, test], ['equivalent', 't-paired'])
  assertRefused(
    await assay(['compare', 'answers.csv', 'bert', 'size', '--expected', 'size', '--id', 'question', '--metric', 'mae'], {
      cwd: answers(t),
    }),
    3,
    /answers\.csv:2, column bert holds "no", which is no number/,
  )
})

test('words that do not fit are refused', async t => {
  const cwd = answers(t)
  const refused = async (given: readonly string[], message: RegExp, exit = 2) =>
    assertRefused(await assay(given, { cwd }), exit, message)
  await refused(['compare', 'answers.csv', 'bert', 'gpt'], /needs --expected/)
  await refused([...words, '--metric', 'acuracy'], /no metric "acuracy" for a CSV file\. Did you mean `accuracy`\?/)
  await refused([...words, '--run', 'latest'], /--run goes with a database/)
  await refused([...words, '--margin', '0'], /--margin takes a number above 0, got "0"/)
  await refused([...words, '--margin', '1', '--margin-ratio', '1'], /--margin or --margin-ratio, not both/)
  await refused([...words, '--level', '95'], /--level takes a number above 0\.5 and below 1/)
  await refused(['compare', 'answers.csv', 'bert', 'gtp', ...words.slice(4)], /no column `gtp`\. Did you mean `gpt`\?/, 3)
  await refused(words.slice(0, -2), /no column `id`/, 3)
  await refused(['compare', 'none.csv', ...words.slice(2)], /none\.csv/, 3)
})

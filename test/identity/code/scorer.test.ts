// What is in the identity of a scorer's task: what it reaches, and neither the benchmark's task nor other scorers, metrics and limits.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { scorerCode, taskCode } from '../../../src/identity/code.ts'
import { type Files, writeProject } from './project.ts'

const site = (files: Files) => [{ file: join(writeProject(files), 'a.bench.ts'), line: null, column: null }]
const codeOf = (files: Files) => scorerCode(site(files), 'judge')

const head = "import { benchmark, mean } from 'assay'\nconst rubric = 'be strict'\nconst model = 'm'\n"
const inline = (judge: string, besides = '') =>
  `${head}export default benchmark({ name: 'a', data: [1], task: (x: any) => x + 1, scores: { judge: ${judge} }${besides} })`
const judge = '{ task: async ({ result }: any) => result === rubric, limits: { timeoutMs: 5 } }'

const kept: Readonly<Record<string, string>> = {
  'its limits': inline(judge.replace('timeoutMs: 5', 'timeoutMs: 6')),
  'its trials': inline(judge.replace('limits:', 'trials: 3, limits:')),
  'the task': inline(judge).replace('x + 1', 'x + 2'),
  'another scorer': inline(judge).replace('{ judge:', '{ other: () => 1, judge:'),
  'a metric': inline(judge, ", metrics: { m: mean('scores_judge') }"),
  'a name that only others use': inline(judge).replace("'m'", "'n'"),
}
for (const [what, source] of Object.entries(kept)) {
  test(`keeps the identity of a scorer: ${what}`, () => {
    assert.equal(codeOf({ 'a.bench.ts': source }).identity, codeOf({ 'a.bench.ts': inline(judge) }).identity)
  })
}

const changed: Readonly<Record<string, string>> = {
  'its task': inline(judge.replace('===', '!==')),
  'a constant that it uses': inline(judge).replace('be strict', 'be kind'),
}
for (const [what, source] of Object.entries(changed)) {
  test(`changes the identity of a scorer: ${what}`, () => {
    assert.notEqual(codeOf({ 'a.bench.ts': source }).identity, codeOf({ 'a.bench.ts': inline(judge) }).identity)
  })
}

const ways: Readonly<Record<string, (body: string) => Files>> = {
  'a shorthand': body => ({
    'a.bench.ts': `${head}const judge = { task: async () => ${body} }\nexport default benchmark({ name: 'a', data: [1], task: 1, scores: { judge } })`,
  }),
  'an import': body => ({
    'a.bench.ts': `${head}import { judge } from './judge.ts'\nexport default benchmark({ name: 'a', data: [1], task: 1, scores: { judge } })`,
    'judge.ts': `export const judge = { task: async () => ${body} }`,
  }),
  'a call': body => ({
    'a.bench.ts': `${head}const make = () => ({ task: async () => ${body} })\nexport default benchmark({ name: 'a', data: [1], task: 1, scores: { judge: make() } })`,
  }),
  'a spread': body => ({
    'a.bench.ts': `${head}const judges = { judge: { task: async () => ${body} } }\nexport default benchmark({ name: 'a', data: [1], task: 1, scores: { ...judges } })`,
  }),
  'scores of their own': body => ({
    'a.bench.ts': `${head}const scores = { judge: { async task() { return ${body} } } }\nexport default benchmark({ name: 'a', data: [1], task: 1, scores })`,
  }),
}
for (const [what, files] of Object.entries(ways)) {
  test(`a scorer that is written as ${what} is followed`, () => {
    assert.equal(codeOf(files('1')).identity, codeOf(files('1')).identity)
    assert.notEqual(codeOf(files('1')).identity, codeOf(files('2')).identity)
    assert.equal(taskCode(site(files('1'))).identity, taskCode(site(files('2'))).identity)
  })
}

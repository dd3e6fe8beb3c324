// A project to edit: a task with a helper two imports away, a constant, JSON, a prompt and a workspace package.
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { projectFolder } from '../fixtures/folder.ts'
import { assayJson } from './assay.ts'

const files = {
  'edited.bench.ts': `import { readFileSync } from 'node:fs'
import { accuracy, benchmark, grid } from 'assay'
import { answer } from './lib/answer.ts'
import words from './words.json' with { type: 'json' }
import { mark } from '@scope/marks'
const limit = 9
export default benchmark({
  name: 'edited',
  data: [{ id: 'a', text: 'x' }, { id: 'b', text: 'y' }],
  input: item => item.text,
  expected: item => item.text,
  params: grid({ model: ['m', 'n'] }),
  files: ['prompts/*.txt'],
  task: (text, { model }) => answer(text, model).slice(0, limit) + words[0] + mark + readFileSync('prompts/a.txt', 'utf8'),
  metrics: { accuracy: accuracy() },
})
`,
  'lib/answer.ts':
    "import { deep } from './deep.ts'\nexport const answer = (text: string, model: string) => deep(text) + model\n",
  'lib/deep.ts': 'export const deep = (text: string) => text.trim()\n',
  'words.json': '["one"]',
  'prompts/a.txt': 'Be kind.',
  'packages/marks/package.json': '{ "name": "@scope/marks", "version": "1.0.0", "type": "module", "exports": "./marks.ts" }',
  'packages/marks/marks.ts': "export const mark = '!'\n",
}

/** The workspace package is where npm would link it. */
export function editedProject(test: TestContext): string {
  const folder = projectFolder(files, test)
  mkdirSync(join(folder, 'node_modules/@scope'))
  symlinkSync(join(folder, 'packages/marks'), join(folder, 'node_modules/@scope/marks'))
  return folder
}

export function edit(folder: string, file: keyof typeof files, from: string, to: string): void {
  const text = readFileSync(join(folder, file), 'utf8')
  assert.ok(text.includes(from), `${file} holds ${from}`)
  writeFileSync(join(folder, file), text.replaceAll(from, to))
}

type Edit = readonly [what: string, file: keyof typeof files, from: string, to: string, part: string, place: string]

/** Each executes everything again, because of this part and place. */
export const edits: readonly Edit[] = [
  ['the task', 'edited.bench.ts', 'slice(0, limit)', 'slice(1, limit)', 'code', 'edited.bench.ts#benchmark.task'],
  ['a helper two imports away', 'lib/deep.ts', 'trim()', 'trimEnd()', 'code', 'lib/deep.ts#deep'],
  ['a constant that it reads', 'edited.bench.ts', 'limit = 9', 'limit = 8', 'code', 'edited.bench.ts#limit'],
  ['imported JSON', 'words.json', 'one', 'two', 'code', 'words.json'],
  ['a prompt of `files`', 'prompts/a.txt', 'kind', 'brief', 'files', 'prompts/a.txt'],
  ['a workspace package', 'packages/marks/marks.ts', "'!'", "'?'", 'code', '@scope/marks:marks.ts#mark'],
]

/** The object of `--json`, after an exit code of 0. */
export async function dataOf(cwd: string, ...words: string[]): Promise<Record<string, unknown>> {
  const { exit, data, errors } = await assayJson(words, { cwd })
  assert.equal(exit, 0, JSON.stringify(errors))
  return data as unknown as Record<string, unknown>
}

export async function runEdited(cwd: string, ...flags: string[]): Promise<readonly unknown[]> {
  const { planned, replayed, executed } = await dataOf(cwd, 'run', 'edited.bench.ts', ...flags)
  return [planned, replayed, executed]
}

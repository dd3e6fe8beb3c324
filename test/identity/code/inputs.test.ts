// What a task reads and its identity does not hold is found and named; what it does not read is not.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { taskCode } from '../../../src/identity/code.ts'
import { bench, codeOf, type Files, writeProject } from './project.ts'

const inputsOf = (files: Files) =>
  codeOf(files)
    .findings.filter(({ id }) => id === 'undeclared-input')
    .map(({ example }) => example['reads'])
const fs =
  "import { readFileSync, createReadStream } from 'node:fs'\nimport * as files from 'node:fs/promises'\nimport { join } from 'node:path'\n"

const found: readonly (readonly [reads: string, task: string, before?: string])[] = [
  ['prompts/p.md', "task: () => readFileSync('prompts/p.md', 'utf8')"],
  ['prompts/p.md', 'task: () => readFileSync(`prompts/p.md`)'],
  ['prompts/p.md', "task: () => files.readFile('prompts/p.md')"],
  ['prompts/p.md', "task: () => createReadStream('./prompts/p.md')"],
  ['prompts/p.md', "task: () => readFileSync(join('prompts', 'p.md'))"],
  ['prompts/p.md', 'task: () => readFileSync(PATH)', "const PATH = 'prompts/' + 'p.md'"],
  ['prompts/p.md', 'task: () => readFileSync(`${FOLDER}/p.md`)', "const FOLDER = 'prompts'"],
  ['prompts/p.md', 'task: () => text', "const text = readFileSync('prompts/p.md', 'utf8')"],
  ['shots.jsonl', "setup: () => jsonl('shots.jsonl'), task: () => 1", "import { jsonl } from 'assay'"],
  ['process.env.KEY', 'task: () => process.env.KEY'],
  ['process.env.KEY', "task: () => process.env['KEY']"],
  ['process.env', 'task: (x: any) => process.env[x]'],
  ['process.env', 'task: () => { const { KEY } = process.env; return KEY }'],
  ['process.env.KEY', 'task: () => env.KEY', "import { env } from 'node:process'"],
  ['process.env.KEY', 'task: () => host.env.KEY', "import host from 'process'"],
  ['process.argv', 'task: () => process.argv'],
  ['an import whose name is computed', 'task: (x: any) => import(x)'],
  ['an import whose name is computed', 'task: (x: any) => import(`./${x}.ts`)'],
  [
    'an import whose name is computed',
    'task: (x: any) => require(x)',
    "import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)",
  ],
]

for (const [reads, task, before = ''] of found) {
  test(`${task.replace(/^.*?=> /, '')} reads ${reads}`, () =>
    assert.deepEqual(inputsOf({ 'a.bench.ts': bench(task, fs + before) }), [reads]))
}

test('a path from the module’s own place is read', () => {
  for (const path of [
    "new URL('./p.md', import.meta.url)",
    "join(import.meta.dirname, 'p.md')",
    "new URL('p.md', import.meta.url).href",
  ]) {
    const place = writeProject({ 'a.bench.ts': bench(`task: () => readFileSync(${path})`, fs) })
    const declared: string[] = []
    const { findings } = taskCode(
      [{ file: join(place, 'a.bench.ts'), line: null, column: null }],
      file => declared.push(file) > 0,
    )
    assert.deepEqual(findings, [])
    assert.ok(declared.length > 0 && declared.every(file => file === join(place, 'p.md')), `${path}: ${declared.join()}`)
  }
})

const silent: readonly (readonly [what: string, task: string, before?: string])[] = [
  ['a path that the input gives', 'task: (x: any) => readFileSync(x)'],
  ['a file that only a metric reads', 'task: () => 1', "const m = () => readFileSync('a.md')"],
  ['the environment in the data', 'data: [process.env.KEY], task: () => 1'],
  ['another `process`', 'task: (process: any) => process.env.KEY'],
  ['another `env`', 'task: (x: any) => x.env.KEY'],
  ['a URL of the network', "task: () => new URL('/a', 'https://a.example')"],
]

for (const [what, task, before = ''] of silent) {
  test(`${what} is no input of the task`, () => assert.deepEqual(inputsOf({ 'a.bench.ts': bench(task, fs + before) }), []))
}

test('a finding names the place and what to do', () => {
  const files: Files = {
    'a.bench.ts': bench('task: x => helper(x)', "import { helper } from './lib/helper.ts'"),
    'lib/helper.ts':
      "import { readFileSync } from 'node:fs'\n\nexport const helper = (x: any) =>\n  readFileSync('p.md') + process.env.KEY\n",
  }
  const { findings } = codeOf(files)
  assert.deepEqual(
    findings.map(({ example }) => example),
    [
      { place: 'lib/helper.ts:4', reads: 'p.md' },
      { place: 'lib/helper.ts:4', reads: 'process.env.KEY' },
    ],
  )
  assert.deepEqual([findings[0]?.id, findings[0]?.severity], ['undeclared-input', 'warning'])
  assert.match(findings[0]?.hint ?? '', /name files in `files`/)
})

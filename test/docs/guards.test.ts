// Each guard of the pages fires: planted errors are found.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { blocksOf } from './blocks.ts'
import { executePage } from './execute.ts'
import { brokenLinks, machineNames, missingFiles, missingScripts, tableKeys, unmentioned } from './mentions.ts'
import { unusedExceptions } from './not-run.ts'
import { checkout, type Page } from './pages.ts'
import { createProject } from './project.ts'
import { typeErrors } from './types.ts'

const pageOf = (...parts: string[]): Page => ({ name: 'planted.md', markdown: parts.join('\n') })
const block = (language: string, text: string) => `\`\`\`${language}\n${text}\n\`\`\`\n`

async function problemsOf(...parts: string[]): Promise<string> {
  using project = createProject()
  const { problems } = await executePage(pageOf(...parts), project)
  return problems.map(({ where, message }) => `${where} ${message}`).join('\n')
}

test('an output that is not so', async () => {
  const problems = await problemsOf(block('sh', 'echo one; echo two'), block('text', 'one\nthree'))
  assert.match(problems, /planted\.md:5 shows another output/)
  assert.match(problems, /shown {2}three\n {2}now {4}two/)
})

test('an output behind nothing', async () => {
  assert.match(await problemsOf(block('text', 'one')), /shows an output of nothing/)
})

test('a command that fails unseen', async () => {
  assert.match(await problemsOf(block('sh', 'npx assay rnu')), /exits 2.*There is no command `rnu`/s)
})

test('a program that throws', async () => {
  assert.match(await problemsOf(block('ts', "throw new Error('planted')")), /exits 1.*planted/s)
})

test('a change of lines that are not there', async () => {
  assert.match(await problemsOf(block('csv a.csv', 'x'), block('diff a.csv', '-y\n+z')), /holds 0 times/)
})

test('a block of a language that nothing executes', async () => {
  assert.match(await problemsOf(block('python', 'print(1)')), /"python", which no test executes/)
})

test('a block that nothing closes', () => {
  assert.throws(() => blocksOf('planted.md', '```sh\necho'), /planted\.md:1 opens a block that nothing closes/)
})

test('an exception of a block that is not there', () => {
  const exceptions = [
    { page: 'planted.md', language: 'sh', begins: 'npm ci', reason: 'planted' },
    { page: 'planted.md', language: 'sh', begins: 'npm pack', reason: 'planted' },
  ]
  assert.deepEqual(unusedExceptions([pageOf(block('sh', 'npm ci && npm test'))], exceptions), [
    'not-run.ts names a block that is not there: planted.md, sh, npm pack',
  ])
})

test('TypeScript that does not compile', () => {
  const text = "import { accuracy } from 'assay'\nexport const metric = accuracy({ by: 7 })"
  assert.match(
    typeErrors(new Map([['planted.md', new Map([['planted.ts', text]])]])).join('\n'),
    /planted\.ts\(2,\d+\): error TS2322/,
  )
})

test('TypeScript that compiles is let through', () => {
  const text = "import { accuracy } from 'assay'\nexport const metric = accuracy({ by: 'item_source' })"
  assert.deepEqual(typeErrors(new Map([['planted.md', new Map([['planted.ts', text]])]])), [])
})

test('a name that no page mentions in code', () => {
  assert.deepEqual(unmentioned(['csv', 'grid'], [pageOf('csv, `grid()`')]), ['no page mentions `csv`'])
})

test('a broken link, and a broken anchor', () => {
  const page = pageOf('# Here', '[a](nowhere.md) [b](#here) [c](#there) [d](README.md)')
  assert.deepEqual(brokenLinks(page, [page], checkout), [
    'planted.md:2 links to nowhere.md, which is not there',
    'planted.md:2 links to #there, and planted.md has no such heading',
  ])
})

test('a file and a script that are not there', () => {
  const page = pageOf(
    'src/index.ts, src/nothing.ts, src/<room>/x.ts',
    'src/nothing.ts (later)',
    '`npm run lint`, `npm run -s nothing`',
  )
  assert.deepEqual(missingFiles(page, checkout), ['planted.md:1 names src/nothing.ts, which is not there'])
  assert.deepEqual(missingScripts(page, ['lint']), ['planted.md says `npm run nothing`, which is not a script'])
})

test('a path of somebody’s machine', () => {
  assert.deepEqual(machineNames(pageOf('in /home/somebody/x')), ['planted.md names /home/somebody'])
})

test('the keys of a table', () => {
  assert.deepEqual(
    tableKeys('# Page\n\n## Codes\n\n| code | x |\n|---|---|\n| `a` | 1 |\n| `b` | 2 |\n\n## Next\n\n| c | d |\n', 'Codes'),
    ['a', 'b'],
  )
})

// Every page does what it says: its commands and programs run, print what it shows, and compile.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { noPython } from '../fixtures/python.ts'
import { executePage } from './execute.ts'
import { notRun, unusedExceptions } from './not-run.ts'
import { readPages } from './pages.ts'
import { createProject } from './project.ts'
import { typeErrors } from './types.ts'

const pages = readPages()
const modules = new Map<string, ReadonlyMap<string, string>>()

test('pages', { concurrency: true }, async t => {
  const all = pages.map(page =>
    t.test(`${page.name} does what it says`, { skip: /\bpython3\b/.test(page.markdown) && noPython }, async () => {
      using project = createProject()
      const executed = await executePage(page, project)
      modules.set(page.name, executed.modules)
      assert.equal(executed.problems.map(({ where, message }) => `${where} ${message}`).join('\n\n'), '')
    }),
  )
  await Promise.all(all)
})

test('the TypeScript of every page compiles', () => {
  assert.equal(typeErrors(modules).join('\n'), '')
})

test('every exception is of a block that is there', () => {
  assert.deepEqual(unusedExceptions(pages), [])
})

after(() => {
  console.log('Not executed:')
  for (const { page, language, begins, reason } of notRun)
    console.log(`  ${page}, ${language || 'drawing'}${begins === undefined ? '' : ` \`${begins}\``}: ${reason}`)
})

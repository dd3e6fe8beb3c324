// What executes again after an edit: the function, what it reaches, its name; and what does not: comments, format, other code.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { projectFolder, writeFiles } from '../fixtures/folder.ts'

const helper = 'export const unit = (x: number) => x * 2\n'
const embed = `function embed({ x }: { x: number }) {
  return unit(x) + 1
}
`
const main = `import { openTracker } from 'assay'
import { unit } from './helper.ts'

${embed}
await using tracker = await openTracker('lab.db')
await tracker.once(embed, { x: 1 })
const [row] = await tracker.rows()
console.log(row?.['cache'], row?.['result'])
`

const moved = `import { unit } from './helper.ts'\nexport ${embed}`

/** What a program says that is edited step by step, on one database. */
const steps: readonly (readonly [what: string, files: Readonly<Record<string, string>>, said: string])[] = [
  ['the first time', {}, 'computed 3'],
  ['nothing', {}, 'hit 3'],
  ['a comment in the function', { 'main.ts': main.replace('  return', '  // Twice, and one.\n  return') }, 'hit 3'],
  ['its format', { 'main.ts': main.replace('unit(x) + 1', 'unit( x )+1') }, 'hit 3'],
  ['other code', { 'main.ts': main.replace('console.log(', 'console.log(`${""}` +') }, 'hit 3'],
  ['a comment of a helper', { 'helper.ts': `// Doubles.\n${helper}` }, 'hit 3'],
  ['the function', { 'main.ts': main.replace('+ 1', '+ 2') }, 'computed 4'],
  ['back', {}, 'hit 3'],
  ['a helper', { 'helper.ts': helper.replace('2', '3') }, 'computed 4'],
  ['its name', { 'main.ts': main.replaceAll('embed', 'encode') }, 'computed 3'],
  ['a version', { 'main.ts': main.replace('{ x: 1 })', "{ x: 1 }, { version: '1' })") }, 'computed 3'],
  [
    'the function under a version',
    { 'main.ts': main.replace('+ 1', '+ 9').replace('{ x: 1 })', "{ x: 1 }, { version: '1' })") },
    'hit 3',
  ],
  [
    'the place of the function',
    { 'main.ts': main.replace(embed, "import { embed } from './e.ts'\n"), 'e.ts': moved },
    'computed 3',
  ],
]

test('the code of a function is in its key, as far as it reaches', t => {
  const folder = projectFolder({}, t)
  for (const [what, files, said] of steps) {
    writeFiles(folder, { 'main.ts': main, 'helper.ts': helper, ...files })
    const options = { cwd: folder, encoding: 'utf8', timeout: 60_000 } as const
    const { stdout, stderr } = spawnSync(process.execPath, ['--conditions=assay-source', 'main.ts'], options)
    assert.deepEqual([stderr, stdout], ['', `${said}\n`], what)
  }
})

// Checks what of a command executes again when it changes: arguments, files among them, variables; and what does not.
import assert from 'node:assert/strict'
import { appendFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { assay } from '../../cli/assay.ts'
import { projectFolder, writeFiles } from '../../fixtures/folder.ts'
import { codeOf } from '../../../src/bench/declare/code.ts'
import { benchmark, declarationOf } from '../../../src/bench/declare/benchmark.ts'
import { command } from '../../../src/bench/command/command.ts'

const program = `import { createInterface } from 'node:readline'
createInterface({ input: process.stdin }).on('line', line => {
  console.log(JSON.stringify({ call: JSON.parse(line).call, result: process.argv.length }))
})
`

function benchOf(task: string): string {
  return `import { benchmark, command } from 'assay'
export default benchmark({ name: 'b', data: ['a', 'b'], task: ${task} })
`
}

async function executed(folder: string): Promise<number> {
  const { code, stdout, stderr } = await assay(['run', 'b.bench.ts', '--json'], { cwd: folder })
  assert.equal(code, 0, stderr)
  const { executed, findings } = (JSON.parse(stdout) as { data: { executed: number; findings: readonly unknown[] } }).data
  assert.deepEqual(findings, [])
  return executed
}

test('an edit of the program executes again, one of a file that is no argument does not', async t => {
  const files = { 'program.mjs': program, 'other.mjs': '', 'b.bench.ts': benchOf("command(['node', 'program.mjs'])") }
  const folder = projectFolder(files, t)
  assert.equal(await executed(folder), 2)
  assert.equal(await executed(folder), 0)
  appendFileSync(join(folder, 'other.mjs'), '// 2\n')
  assert.equal(await executed(folder), 0)
  appendFileSync(join(folder, 'program.mjs'), '// 2\n')
  assert.equal(await executed(folder), 2)
})

test('a folder that is named with import.meta.url is no undeclared input, and may move', async t => {
  const task = "command(['node', './program.mjs'], { cwd: new URL('./python/', import.meta.url) })"
  const folder = projectFolder({ 'python/program.mjs': program, 'b.bench.ts': benchOf(task) }, t)
  assert.equal(await executed(folder), 2)
  appendFileSync(join(folder, 'python/program.mjs'), '// 2\n')
  assert.equal(await executed(folder), 2)
  renameSync(join(folder, 'python'), join(folder, 'programs'))
  writeFiles(folder, { 'b.bench.ts': benchOf(task.replace('./python/', './programs/')) })
  assert.equal(await executed(folder), 2, 'the code names another folder')
})

const declare = (argv: [string, ...string[]], env: Record<string, string> = {}, cwd = import.meta.dirname) =>
  codeOf(declarationOf(benchmark({ name: 'b', data: [1], task: command(argv, { cwd, env }) })) as never, null)

test('arguments and variables that no code shows are in the identity, by name', () => {
  const plain = declare(['node', 'identity.test.ts', '--deep'])
  const places = Object.keys(plain.parts ?? {})
  assert.ok(places.includes('(arguments)') && places.includes('./identity.test.ts'), String(places))
  const [deeper, coloured, red] = [
    declare(['node', 'identity.test.ts', '--deeper']),
    declare(['node', 'identity.test.ts', '--deep'], { COLOUR: 'green' }),
    declare(['node', 'identity.test.ts', '--deep'], { COLOUR: 'red' }),
  ]
  assert.equal(new Set([plain, deeper, coloured, red].map(({ identity }) => identity)).size, 4)
  assert.notEqual(coloured.parts?.['(variable COLOUR)'], red.parts?.['(variable COLOUR)'])
  assert.doesNotMatch(JSON.stringify(red.parts), /"red"/)
})

test('an argument that is a file is the same one by whichever path it is named', () => {
  const identity = (...args: Parameters<typeof declare>) => declare(...args).identity
  const here = identity(['node', 'identity.test.ts'])
  assert.equal(identity(['node', './identity.test.ts']), here)
  assert.equal(identity(['node', join(import.meta.dirname, 'identity.test.ts')]), here)
  assert.notEqual(identity(['node', 'run.test.ts']), here)
})

// Checks that programs end with the process that asked them, also when it is killed, and never keep it from ending.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { packageRoot, projectFolder } from '../../fixtures/folder.ts'
import { startAssay } from '../../cli/assay.ts'
import { gone, isAlive } from './programs.ts'

const commandModule = join(packageRoot, 'src/bench/command/command.ts')

const program = `import { createInterface } from 'node:readline'
import { writeFileSync } from 'node:fs'
if (process.argv[2] === 'stubborn') { setInterval(() => {}, 1_000); process.on('SIGTERM', () => {}) }
createInterface({ input: process.stdin }).on('line', line => {
  const { call, input } = JSON.parse(line)
  writeFileSync('pid', String(process.pid))
  if (input !== 'hang') console.log(JSON.stringify({ call, result: process.pid }))
})
`

/** A process that asks a program once, then does what `then` says. */
function startParent(test: TestContext, then: string, kind = 'plain') {
  const parent = `import { command } from ${JSON.stringify(commandModule)}
const task = command([process.execPath, 'program.mjs', '${kind}'])
const { signal } = new AbortController()
console.log(await task('x', {}, { signal, trial: 0, attempt: 1, datapoint: 'key' }))
${then}
`
  const folder = projectFolder({ 'program.mjs': program, 'parent.ts': parent }, test)
  return spawn(process.execPath, ['--conditions=assay-source', 'parent.ts'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

async function pidFrom(parent: ReturnType<typeof startParent>): Promise<number> {
  const [said] = (await once(parent.stdout, 'data')) as [Buffer]
  return Number(String(said))
}

test('a process that has asked all it wanted ends by itself, and the program with it', async t => {
  const parent = startParent(t, '')
  const pid = await pidFrom(parent)
  assert.deepEqual(await once(parent, 'exit'), [0, null])
  await gone(pid)
})

test('a process that exits takes along a program that heeds nothing', async t => {
  const parent = startParent(t, 'process.exit(5)', 'stubborn')
  const pid = await pidFrom(parent)
  assert.deepEqual(await once(parent, 'exit'), [5, null])
  await gone(pid)
})

test('the program of a killed process sees the end of its input', async t => {
  const parent = startParent(t, 'setInterval(() => {}, 1_000)')
  const pid = await pidFrom(parent)
  assert.equal(isAlive(pid), true)
  parent.kill('SIGKILL')
  await gone(pid)
})

test('a second Ctrl-C ends the run at once, and what it started', async t => {
  const bench = `import { benchmark, command } from 'assay'
export default benchmark({ name: 'b', data: ['hang'], task: command(['node', 'program.mjs', 'stubborn']), version: '1' })
`
  const folder = projectFolder({ 'program.mjs': program, 'b.bench.ts': bench }, t)
  const { child, said, ended } = startAssay(['run', 'b.bench.ts'], { cwd: folder })
  const file = join(folder, 'pid')
  while (!existsSync(file) || readFileSync(file, 'utf8') === '') await sleep(10)
  const pid = Number(readFileSync(file, 'utf8'))
  child.kill('SIGINT')
  await said('Stopping')
  child.kill('SIGINT')
  assert.equal((await ended).code, 130)
  await gone(pid)
})

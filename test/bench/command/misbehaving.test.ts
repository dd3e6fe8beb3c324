// Programs that end, hang, babble, flood, fill their memory or kill themselves: a row each, and the rest unharmed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { benchmark } from '../../../src/bench/declare/benchmark.ts'
import { command } from '../../../src/bench/command/command.ts'
import { run } from '../../../src/bench/run.ts'
import { laboratory } from '../../fixtures/laboratory.ts'
import { gone, nodeProgram } from './programs.ts'

const body = `const harms = {
  exit: () => process.exit(3),
  block: () => { for (;;); },
  kill: () => process.kill(process.pid, 'SIGKILL'),
  segment: () => process.kill(process.pid, 'SIGSEGV'),
  abort: () => process.abort(),
  heap: () => { const all = []; for (;;) all.push(Array.from({ length: 100_000 }, () => Math.random())) },
  garbage: call => {
    process.stdout.write(Buffer.from([0xff, 0xfe, 0x00, 0x0a]))
    process.stdout.write('{"ok":true}\\n[1]\\nnull\\n{"call"\\n\\n')
    say({ call, result: { prediction: 'garbage', pid: process.pid } })
  },
  huge: call => say({ call, result: { prediction: 'x'.repeat(50_000_000), pid: process.pid } }),
}
each(({ call, input }) => {
  const harm = harms[input]
  if (harm === undefined) say({ call, result: { prediction: input, pid: process.pid } })
  else harm(call)
})`

/** What each harm comes to, and whether the program that answers next is another one. */
const endings = {
  exit: ['error', /ended with exit code 3 before it answered/],
  block: ['timeout', /^the task took longer than 2000 ms$/],
  kill: ['error', /was ended by SIGKILL before it answered/],
  segment: ['error', /was ended by SIGSEGV before it answered/],
  abort: ['error', /was ended by SIGABRT before it answered/],
  heap: ['error', /was ended by SIG\w+ before it answered\n[^]*heap out of memory/],
  garbage: ['ok', null],
  huge: ['ok', null],
} as const

test('each harm is a row of its own, and the programs that follow answer', async t => {
  const [node, script] = nodeProgram(t, body)
  const names = Object.keys(endings) as (keyof typeof endings)[]
  const declared = benchmark({
    name: 'misbehaving',
    data: names.flatMap(name => [`before ${name}`, name, `after ${name}`]),
    id: name => name,
    version: '1',
    task: command<{ prediction: string; pid: number }>([node, '--max-old-space-size=160', script]),
    limits: { concurrency: 2, timeoutMs: 2_000, retries: 0 },
  })
  await using result = await run(declared, { db: laboratory(t) })
  assert.deepEqual([result.status, result.executed, result.failed], ['completed', 24, 6])
  const rows = new Map((await result.rows()).map(row => [row.input_id, row as unknown as Record<string, unknown>]))
  for (const name of names) {
    const [status, said] = endings[name]
    assert.equal(rows.get(name)?.['status'], status, name)
    if (said !== null) assert.match(String(rows.get(name)?.['error']), said)
    for (const id of [`before ${name}`, `after ${name}`]) assert.equal(rows.get(id)?.['prediction'], id)
  }
  assert.equal(String(rows.get('huge')?.['prediction']).length, 50_000_000)
  const [noise] = result.findings
  assert.deepEqual([result.findings.length, noise?.id, noise?.count], [1, 'command-noise', 6])
  for (const row of rows.values()) if (row['status'] === 'ok') await gone(Number(row['pid']))
})

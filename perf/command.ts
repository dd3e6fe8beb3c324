// What a call of a command costs above a raw pipe to the same program.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { Findings } from '../src/base/findings.ts'
import { command } from '../src/bench/command/command.ts'
import { withPrograms } from '../src/bench/command/declared.ts'
import type { Context } from '../src/bench/declare/context.ts'
import type { Comparison } from './measure.ts'

const count = 5_000
const program = `require('node:readline').createInterface({ input: process.stdin }).on('line', line => {
  const { call, input } = JSON.parse(line)
  process.stdout.write(JSON.stringify({ call, result: input + 1 }) + '\\n')
})`
const argv = [process.execPath, '-e', program] as const
const context = { trial: 0, attempt: 1, signal: new AbortController().signal } as unknown as Context<unknown>

export const commandComparisons: readonly Comparison[] = [
  {
    name: 'calls of a command',
    unit: 'calls',
    count,
    ceiling: 'a raw pipe',
    aim: '< 100 µs more a call',
    ours: calls,
    raw: pipe,
  },
]

/** Milliseconds of all calls but the first, which starts the program. */
async function calls(): Promise<number> {
  const task = command<number>(argv)
  return withPrograms(task, new Findings(), async () => {
    await task(0, {}, context)
    const start = performance.now()
    for (let i = 0; i < count; i++) if ((await task(i, {}, context)) !== i + 1) throw new Error(`expected ${i + 1}`)
    return performance.now() - start
  })
}

async function pipe(): Promise<number> {
  const child = spawn(argv[0], argv.slice(1), { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ask = async (call: number) => {
    child.stdin.write(`${JSON.stringify({ call, input: call })}\n`)
    const { result } = JSON.parse((await lines.next()).value as string) as { readonly result: number }
    if (result !== call + 1) throw new Error(`expected ${call + 1}`)
  }
  await ask(0)
  const start = performance.now()
  for (let i = 0; i < count; i++) await ask(i)
  const durationMs = performance.now() - start
  child.stdin.end()
  await once(child, 'exit')
  return durationMs
}

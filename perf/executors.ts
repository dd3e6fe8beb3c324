// Executors: what threads gain for a task that computes, and what many tasks that wait at once take of memory.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Comparison, timed } from './measure.ts'

const pathOf = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'assay-perf-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

let number = 0
const fresh = () => join(folder, `${number++}.db`)
const computing = (...flags: string[]) =>
  timed(() => start([pathOf('../dist/cli/main.js'), 'run', pathOf('cpu.bench.ts'), '--db', fresh(), ...flags]))
const waiting = (concurrency: number) => Number(start([pathOf('waiting.ts'), String(concurrency), fresh()]))

export const executorComparisons: readonly Comparison[] = [
  {
    name: `40 datapoints that compute, in ${availableParallelism()} threads`,
    unit: 'datapoints',
    count: 40,
    ceiling: 'the same inline',
    aim: '≤ 0.59 × its time',
    ours: () => computing('--executor', 'threads'),
    raw: () => computing(),
  },
  {
    name: 'memory of 20,000 datapoints that wait, 1,000 at once',
    unit: 'MB',
    isSize: true,
    count: 1,
    ceiling: '8 at once',
    aim: '≤ 1.5 × its memory',
    ours: () => waiting(1_000),
    raw: () => waiting(8),
  },
]

function start(args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`expected ${args.join(' ')} to end well, got ${status}: ${stderr}`)
  return stdout
}

// Processes that log into one file from one start line: the slowest against the fastest, and all of them against one.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Comparison } from './measure.ts'

const writers = 8
const rows = 1_000
const folder = mkdtempSync(join(tmpdir(), 'assay-fairness-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
let number = 0

/** Opens a tracker, says that it is ready, and when told logs its rows one by one and says how many milliseconds they took. */
const source = `import { openTracker } from 'assay'
  import { once } from 'node:events'
  const [db, w, rows] = process.argv.slice(1)
  const tracker = await openTracker(db)
  await tracker.log({ i: -1, ['own_' + w]: 0 })
  console.log('ready')
  await once(process.stdin, 'data')
  const start = performance.now()
  for (let i = 0; i < Number(rows); i++) await tracker.log({ i, ['own_' + w]: i / 2 })
  console.log(performance.now() - start)
  await tracker.close()
  process.exit()`

function startWriter(db: string, w: number, count: number) {
  const args = ['--conditions=assay-source', '--input-type=module', '-e', source, db, String(w), String(count)]
  const cwd = fileURLToPath(new URL('..', import.meta.url))
  const child = spawn(process.execPath, args, { cwd, stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return { child, next: async () => String((await lines.next()).value) }
}

/** How long each writer took for its share of the rows. */
async function writeTogether(writers: number, count: number): Promise<number[]> {
  const db = join(folder, `${number++}.db`)
  const started = Array.from({ length: writers }, (_, w) => startWriter(db, w, count))
  const ended = started.map(({ child }) => once(child, 'exit'))
  for (const { next } of started) await next()
  for (const { child } of started) child.stdin.write('go\n')
  const times = await Promise.all(started.map(async ({ next }) => Number(await next())))
  await Promise.all(ended)
  if (times.some(time => !(time > 0))) throw new Error(`expected ${writers} writers to end well, got ${times.join(', ')}`)
  return times
}

let slowest = 0

export const fairnessComparisons: readonly Comparison[] = [
  {
    name: `the slowest of ${writers} processes that log ${rows.toLocaleString('en-US')} rows each from one start line`,
    unit: 'rows',
    count: rows,
    ceiling: 'the fastest of them',
    aim: '≤ 2.5 × its time',
    ours: () => slowest,
    raw: async () => {
      const times = await writeTogether(writers, rows)
      slowest = Math.max(...times)
      return Math.min(...times)
    },
  },
  {
    name: `${writers} processes that log ${rows.toLocaleString('en-US')} rows each, from the start line to the last row`,
    unit: 'rows',
    count: writers * rows,
    ceiling: 'one process that logs as many',
    aim: '≤ 1.25 × its time',
    ours: async () => Math.max(...(await writeTogether(writers, rows))),
    raw: async () => Math.max(...(await writeTogether(1, writers * rows))),
  },
]

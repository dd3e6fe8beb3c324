// Starts runs of the counted benchmark in processes of their own, and reads what they left.
import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openStore } from '../../src/store/open.ts'
import { type Started, startAssay } from '../cli/assay.ts'
import { packageRoot } from '../fixtures/folder.ts'

const file = join(packageRoot, 'test/fixtures/counted.bench.ts')

export function startRun(cwd: string, env: Readonly<Record<string, string>>, words: readonly string[] = []): Started {
  return startAssay(['run', file, '--db', 'lab.db', '--json', ...words], { cwd, env })
}

/** The `data` of a run that ended well. */
export async function dataOf(started: Started): Promise<Record<'planned' | 'executed' | 'replayed' | 'failed', number>> {
  const { code, stdout, stderr } = await started.ended
  assert.equal(code, 0, stderr)
  return (JSON.parse(stdout) as { data: never }).data
}

/** One id for each start of the task, in order. */
export function starts(folder: string): string[] {
  const log = join(folder, 'starts.txt')
  return existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter(Boolean) : []
}

export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(20)
}

export async function heldBy(folder: string): Promise<number> {
  const found = () => readdirSync(folder).find(name => name.startsWith('held-'))
  await until(() => found() !== undefined)
  return Number(found()?.slice('held-'.length))
}

/** The rows of a table that users do not name. */
export async function rowsOf(folder: string, table: string, db = 'lab.db'): Promise<Record<string, unknown>[]> {
  await using store = await openStore(join(folder, db), { mode: 'read' })
  return await Array.fromAsync(store.rows(table))
}

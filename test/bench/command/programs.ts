// Programs for the tests of commands: small scripts in a folder of the test's own, and what is left of them.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TestContext } from 'node:test'
import type { Context } from '../../../src/bench/declare/context.ts'
import { temporaryFolder, writeFiles } from '../../fixtures/folder.ts'

const prelude = `import { createInterface } from 'node:readline'
const say = answer => process.stdout.write(JSON.stringify(answer) + '\\n')
const each = answer => createInterface({ input: process.stdin }).on('line', line => answer(JSON.parse(line)))
`

/** The arguments that start a script of Node, in which `each` calls a function with every question, and `say` writes an answer. */
export function nodeProgram(test: TestContext, body: string): [string, string] {
  const folder = temporaryFolder(test)
  writeFiles(folder, { 'program.mjs': prelude + body })
  return [process.execPath, join(folder, 'program.mjs')]
}

/** What a task is called with, for calls outside of a run. */
export function contextOf(signal: AbortSignal = new AbortController().signal): Context {
  return { signal, trial: 0, attempt: 1, datapoint: 'key' } as Context
}

/** A process that is dead counts as gone, also where nobody has asked how it ended. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return !existsSync('/proc/self')
  }
}

/** Resolves when the process is gone. */
export async function gone(pid: number): Promise<void> {
  while (isAlive(pid)) await sleep(10)
}

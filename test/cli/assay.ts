// Runs the command line in a process of its own, as a shell does.
import assert from 'node:assert/strict'
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { packageRoot } from '../fixtures/folder.ts'

export const main = join(packageRoot, 'src/cli/main.ts')
export const version = (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }).version

export interface Settings {
  /** The working directory. */
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
  readonly uid?: number
}

export interface Ended {
  readonly code: number | null
  readonly signal: string | null
  readonly stdout: string
  readonly stderr: string
}

export interface Started {
  readonly child: ChildProcessByStdio<null, Readable, Readable>
  /** Resolves when the process has written this to stderr. */
  readonly said: (words: string) => Promise<void>
  readonly ended: Promise<Ended>
}

export function startAssay(words: readonly string[], { cwd, env = {}, uid }: Settings): Started {
  return start(spawn(process.execPath, ['--conditions=assay-source', main, ...words], options(cwd, env, uid)))
}

/** A line of shell, in which `assay` is the command line. */
export function startShell(line: string, { cwd, env = {}, uid }: Settings): Started {
  const prelude = `assay() { '${process.execPath}' --conditions=assay-source '${main}' "$@"; }\n`
  return start(spawn('bash', ['-c', prelude + line], options(cwd, env, uid)))
}

function options(cwd: string, env: Settings['env'], uid: number | undefined) {
  const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe']
  return { cwd, env: { ...process.env, ...env }, stdio, ...(uid !== undefined && { uid, gid: uid }) }
}

function start(child: Started['child']): Started {
  let heard = ''
  child.stderr.setEncoding('utf8').on('data', piece => (heard += piece))
  const said = async (words: string) => {
    while (!heard.includes(words)) {
      const ended = await Promise.race([once(child.stderr, 'data').then(() => false), once(child, 'close').then(() => true)])
      if (ended && !heard.includes(words)) throw new Error(`expected \`${words}\`, heard ${heard}`)
    }
  }
  const ended = Promise.all([once(child, 'close') as Promise<[number | null, string | null]>, text(child.stdout)]).then(
    ([[code, signal], stdout]) => ({ code, signal, stdout, stderr: heard }),
  )
  return { child, said, ended }
}

export function assay(words: readonly string[], settings: Settings): Promise<Ended> {
  return startAssay(words, settings).ended
}

export interface Envelope {
  readonly ok: boolean
  readonly command: string
  readonly version: string
  readonly data: Record<string, never> | null
  readonly warnings: readonly string[]
  readonly errors: readonly { readonly code: string; readonly message: string; readonly hint: string }[]
}

/** The one object that a command with --json prints, checked to be one and to agree with the exit code. */
export async function assayJson(
  words: readonly string[],
  settings: Settings,
): Promise<Envelope & { readonly exit: number | null }> {
  const { code, stdout } = await assay([...words, '--json'], settings)
  assert.match(stdout, /^\{.*\}\n$/, 'one line')
  const envelope = JSON.parse(stdout) as Envelope
  assert.deepEqual(Object.keys(envelope), ['ok', 'command', 'version', 'data', 'warnings', 'errors'])
  assert.equal(envelope.ok, code === 0)
  assert.equal(envelope.errors.length > 0, !envelope.ok)
  assert.equal(envelope.version, version)
  return { ...envelope, exit: code }
}

/** Fails unless the command ended with this code and said one sentence and one hint, and no stack. */
export function assertRefused({ code, stdout, stderr }: Ended, expected: number, message: RegExp): void {
  assert.equal(code, expected, stderr)
  assert.equal(stdout, '')
  assert.doesNotMatch(stderr, /^ +at .*:\d+:\d+\)?$/m, 'no stack')
  const lines = stderr.trimEnd().split('\n')
  assert.match(lines.at(-2) ?? '', message)
  assert.match(lines.at(-1) ?? '', /^→ \S/)
}

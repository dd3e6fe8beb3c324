// What the rest of a run knows of a task that is a command: what belongs to its identity, and that its programs end with the run.
import { statSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Findings } from '../../base/findings.ts'
import { digest } from '../../identity/digest.ts'
import { redactSecrets } from '../../record/secrets.ts'
import { nameOf } from './failure.ts'
import type { Pool } from './pool.ts'

/** Where a task keeps the programs that it stands for. Known to every copy of the package, as a benchmark's declaration is. */
const programs: unique symbol = Symbol.for('assay.programs.1')

interface Programs<T> {
  readonly pool: Pool
  /** The same task for a list of inputs. */
  readonly batch: T
}

/** Both tasks are the command: the first, which it returns, asks for one result, the second for as many as it is given inputs. */
export function declaredAs<T extends object>(pool: Pool, task: T, batch: T): T {
  for (const one of [task, batch]) Object.defineProperty(one, programs, { value: { pool, batch } satisfies Programs<T> })
  return task
}

function programsOf<T>(task: T): Programs<T> | null {
  return typeof task === 'function' ? ((task as { readonly [programs]?: Programs<T> })[programs] ?? null) : null
}

/** Whether a task is a command, which executes in processes of its own. */
export function isCommand(task: unknown): boolean {
  return programsOf(task) !== null
}

/** The task of a benchmark that declares a batch. Any but a command takes one input or many as they come. */
export function taskForBatches<T>(task: T): T {
  return programsOf(task)?.batch ?? task
}

/** What a command adds to the identity of its benchmark. */
export interface CommandIdentity {
  /** The arguments that are files. */
  readonly files: readonly URL[]
  /** Digests of the arguments and of each variable, by place. */
  readonly parts: Readonly<Record<string, string>>
  /** The folder that the program starts in: that the declaration names it is no reading of it. */
  readonly folder: string
}

/** `null` for a task that is no command. Paths count from the folder that the program starts in. */
export function commandIdentity(task: unknown): CommandIdentity | null {
  const pool = programsOf(task)?.pool
  if (pool === undefined) return null
  const { argv, cwd, env } = pool.declared
  const folder = resolve(cwd)
  const found = argv.map((word, i) => (i === 0 && !word.includes('/') ? null : fileAt(resolve(folder, word))))
  // The same file is the same argument in every checkout.
  const words = argv.map((word, i) => (found[i] ? relative(folder, found[i]).replaceAll(sep, '/') : word))
  const variables = Object.entries(env).map(([name, value]) => [`(variable ${name})`, digest(value)])
  return {
    files: found.flatMap(path => (path === null || path === undefined ? [] : [pathToFileURL(path)])),
    parts: { '(arguments)': digest(words), ...Object.fromEntries(variables) },
    folder,
  }
}

function fileAt(path: string): string | null {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? path : null
}

/** Executes the datapoints of a run. Afterwards the programs of its task have ended, and lines that were no answers are a finding. */
export function withPrograms<T>(task: unknown, findings: Findings, work: () => Promise<T>): Promise<T> {
  const pool = programsOf(task)?.pool
  if (pool === undefined) return work()
  const program = nameOf(pool.declared.argv)
  const message = 'a program wrote lines to stdout that are no answers'
  const hint = 'stdout is for answers: let it write to stderr what it has to say besides'
  return pool.during(work, line =>
    findings.add({ id: 'command-noise', severity: 'warning', message, hint }, { program, line: redactSecrets(line) }),
  )
}

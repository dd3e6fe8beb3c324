// What the rest of a run knows of a task that is a command: what belongs to its identity, and that its programs end with the run.
import { statSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Findings } from '../../base/findings.ts'
import { digest } from '../../identity/digest.ts'
import { nameOf } from './failure.ts'
import type { Pool } from './pool.ts'

/** Where a task keeps the programs that it stands for. Known to every copy of the package, as a benchmark's declaration is. */
const programs: unique symbol = Symbol.for('assay.programs.1')

export function declaredAs<T extends object>(task: T, pool: Pool): T {
  return Object.defineProperty(task, programs, { value: pool })
}

function poolOf(task: unknown): Pool | null {
  return typeof task === 'function' ? ((task as { readonly [programs]?: Pool })[programs] ?? null) : null
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
  const pool = poolOf(task)
  if (pool === null) return null
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
  const pool = poolOf(task)
  if (pool === null) return work()
  const program = nameOf(pool.declared.argv)
  const message = 'a program wrote lines to stdout that are no answers'
  const hint = 'stdout is for answers: let it write to stderr what it has to say besides'
  return pool.during(work, line => findings.add({ id: 'command-noise', severity: 'warning', message, hint }, { program, line }))
}

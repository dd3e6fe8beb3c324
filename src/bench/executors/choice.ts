// What a run was asked to execute its datapoints with, checked against its benchmark before anything is opened.
import { availableParallelism } from 'node:os'
import { isCommand } from '../command/declared.ts'
import { sourceOf } from '../declare/code.ts'
import type { Limits } from '../declare/context.ts'
import type { Declaration } from '../declare/spec.ts'

/** `inline`: in the thread of the run, or with several workers in a process for each. `threads`: each in a thread of its own. */
export type ExecutorName = (typeof executorNames)[number]
export const executorNames = ['inline', 'threads'] as const

export interface ExecutorOptions {
  readonly executor?: ExecutorName
  readonly workers?: number
  /** Of the benchmark file. */
  readonly options?: Readonly<Record<string, string>>
}

export type ExecutorChoice =
  | { readonly kind: 'inline' }
  | {
      readonly kind: 'threads' | 'processes'
      readonly workers: number
      /** The real path of the benchmark file, which each worker loads. */
      readonly file: string
      readonly options: Readonly<Record<string, string>> | undefined
      /** Digest of the code that this process has loaded; `null` where a version stands for it. */
      readonly source: string | null
    }

/** A `TypeError` or `RangeError` names what is not as expected, `where` it stands. */
export function checkExecutor({ executor, workers }: ExecutorOptions, where: string): void {
  if (executor !== undefined && !executorNames.includes(executor))
    throw new RangeError(`expected \`executor\`${where} to be one of ${executorNames.join(', ')}, got ${String(executor)}`)
  if (workers !== undefined && !(Number.isSafeInteger(workers) && workers >= 1))
    throw new RangeError(`expected \`workers\`${where} to be a whole number from 1, got ${String(workers)}`)
}

/** `file` is that of the benchmark; `null` for one that was given as a value, which no worker can load: a `TypeError`. */
export function chooseExecutor(declaration: Declaration, file: string | null, asked: ExecutorOptions): ExecutorChoice {
  const { executor = 'inline', workers, options } = asked
  const { name, task } = declaration
  const isThreads = executor === 'threads'
  if (!isThreads && (workers ?? 1) === 1) return { kind: 'inline' }
  if (isCommand(task)) {
    if (!isThreads) return { kind: 'inline' }
    throw new TypeError(`expected \`executor\` of ${name} to be inline, because a command brings its own processes, got threads`)
  }
  if (file === null) {
    const what = isThreads ? "`executor: 'threads'`" : '`workers`'
    throw new TypeError(
      `expected the path of a benchmark file with ${what}, because each worker loads it, got the benchmark ${name}`,
    )
  }
  return {
    kind: isThreads ? 'threads' : 'processes',
    workers: workers ?? availableParallelism(),
    file,
    options,
    source: sourceOf(declaration, file),
  }
}

/** The programs of a command are its workers. */
export function concurrencyOf({ task }: Declaration, { workers }: ExecutorOptions): { readonly concurrency?: number } {
  return workers !== undefined && isCommand(task) ? { concurrency: workers } : {}
}

/** Datapoints in flight for a task that waits; one that does not keeps its thread to itself anyway. */
const defaultConcurrency = 8

/** Attempts that a run may have in flight at once; `each` of them in one worker. */
export function capacityOf(
  choice: ExecutorChoice,
  { concurrency }: Limits<never>,
): { readonly all: number; readonly each: number } {
  const each = choice.kind === 'threads' ? 1 : (concurrency ?? defaultConcurrency)
  if (choice.kind === 'inline') return { all: each, each }
  const all = choice.workers * each
  return { all: choice.kind === 'threads' ? Math.min(all, concurrency ?? all) : all, each }
}

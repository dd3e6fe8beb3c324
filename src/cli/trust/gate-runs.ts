// The runs of a gate: the candidate's, the baseline's, and the rows of both.
import { existsSync, realpathSync } from 'node:fs'
import type { Configuration } from '../../compare/configurations.ts'
import { openReader } from '../../tracker/reader.ts'
import { UsageError } from '../command.ts'
import { metricsOf } from './gate-rules.ts'

export type RunRow = Readonly<Record<string, unknown>>

export interface Place {
  readonly db: string
  readonly run: RunRow
}

/** The run that is named, else the newest completed one of a benchmark. A `UsageError` where there is none. */
export async function findCandidate(db: string, id: string | undefined): Promise<Place> {
  if (id !== undefined) return { db, run: await runById(db, id) }
  const run = (await completedRuns(db)).at(-1)
  if (run !== undefined) return { db, run }
  throw new UsageError(`No run of ${db} is completed.`, `name one with --run: they are listed by assay runs ${db}`)
}

/** Of `DB` the newest completed run of the candidate's benchmark, besides the candidate; of `DB@RUN` that run. */
export async function findBaseline(word: string, candidate: Place): Promise<Place> {
  const { db, id } = databaseOf(word)
  const { benchmark, run_id: own } = candidate.run
  const found =
    id === null
      ? (await completedRuns(db)).findLast(
          run => run['benchmark'] === benchmark && !(isSame(db, candidate.db) && run['run_id'] === own),
        )
      : await runById(db, id)
  if (found === undefined)
    throw new UsageError(
      `No completed run of ${db} is of the benchmark ${JSON.stringify(benchmark)}${isSame(db, candidate.db) ? ' besides the candidate' : ''}.`,
      `name one: --baseline ${db}@RUN; they are listed by assay runs ${db}`,
    )
  if (found['benchmark'] === benchmark) return { db, run: found }
  throw new UsageError(
    `The baseline is of the benchmark ${JSON.stringify(found['benchmark'])}, and the candidate of ${JSON.stringify(benchmark)}.`,
    `see the runs: assay runs ${db}`,
  )
}

/** What `DB[@RUN]` says; a file whose name has an `@` is one. */
export function databaseOf(word: string): { readonly db: string; readonly id: string | null } {
  const at = existsSync(word) ? -1 : word.lastIndexOf('@')
  return at < 1 ? { db: word, id: null } : { db: word.slice(0, at), id: word.slice(at + 1) }
}

function isSame(one: string, other: string): boolean {
  return one === other || (existsSync(one) && existsSync(other) && realpathSync(one) === realpathSync(other))
}

/** Rows of these params; all where none are wanted. */
export function hasParams(wanted: Readonly<Record<string, readonly string[]>> | null): (params: Configuration) => boolean {
  return params => Object.entries(wanted ?? {}).every(([key, values]) => values.includes(String(params[key] ?? null)))
}

/** The configurations of a run, as its line has them. */
export function configurationsOf({ params }: RunRow): readonly Configuration[] {
  return Array.isArray(params) ? (params as readonly Configuration[]) : []
}

/** Oldest first: of benchmarks, neither deleted nor for development. */
async function completedRuns(db: string): Promise<RunRow[]> {
  await using reader = await openReader(db, { table: 'runs' })
  const runs = await reader.rows({ where: { status: 'completed', deleted_at: null } })
  return runs.filter(run => run['dev'] !== true && Object.keys(metricsOf(run)).length > 0)
}

async function runById(db: string, id: string): Promise<RunRow> {
  await using reader = await openReader(db, { table: 'runs' })
  const [run = {}] = await reader.rows({ run: id })
  return run
}

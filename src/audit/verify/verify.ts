// Recomputes every stored number of a database from its rows, and says which differ and which cannot be told.
import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { AssayError } from '../../base/errors.ts'
import { kindOf } from '../../base/kind.ts'
import { checkNames } from '../../base/options.ts'
import { declarationOf } from '../../bench/declare/benchmark.ts'
import { loadBenchmark } from '../../bench/declare/load-file.ts'
import type { Declaration } from '../../bench/declare/spec.ts'
import type { Benchmark } from '../../record/benchmark.ts'
import { openStore } from '../../store/open.ts'
import type { Row, Store } from '../../store/store.ts'
import { findRun, readRuns } from '../../tracker/runs.ts'
import { auditedRun } from './audited-run.ts'
import { verifyCounts } from './counts.ts'
import { type Data, readData } from './data.ts'
import { verifyEstimates } from './estimates.ts'
import { verifyInterned } from './interned.ts'
import { verifyOrphans } from './orphans.ts'
import { verifyPredictions } from './predictions.ts'
import { type Verification, Verifying } from './verifying.ts'

export interface VerifyOptions {
  /** One run, by its id, or `latest`. Default: every run. */
  readonly run?: string
  /** For metrics and scorers that are functions of your own, and the answers of the data: the benchmark, or the path of its file. */
  readonly benchmark?: Benchmark | string | URL
}

/**
 * Recomputes every stored metric and estimate from the rows of `predictions`, and holds every prediction against the ledger. Values are
 * compared to the last bit. Changes nothing. A `TypeError` for a benchmark that is none; an `AssayError` for a run or file that is not there.
 */
export async function verify(location: string, options: VerifyOptions = {}): Promise<Verification> {
  checkNames(options, ['run', 'benchmark'], 'verify()')
  const declaration = await declarationFor(options.benchmark)
  await using store = await openStore(location, { mode: 'read' })
  const verifying = new Verifying()
  const runs = await runsOf(store, options.run)
  const data = declaration === null ? null : await readData(declaration)
  await verifyInterned(store, verifying)
  await verifyOrphans(store, verifying)
  for (const row of runs) {
    try {
      await verifyRun(store, row, { declaration, data }, verifying)
    } catch (error) {
      if (error instanceof AssayError) throw error
      const message = `the run ${String(row['run_id'])} cannot be read: ${(error as Error).message}`
      verifying.wrong('run-unreadable', String(row['run_id']), message, {})
    }
  }
  return verifying.result()
}

async function runsOf(store: Store, run: string | undefined): Promise<Row[]> {
  try {
    return run === undefined ? await Array.fromAsync(readRuns(store)) : [await findRun(store, run)]
  } catch (error) {
    if (error instanceof AssayError) throw error
    const message = `The table \`runs\` of ${store.location} cannot be read: ${(error as Error).message}.`
    throw new AssayError('damaged', message, `look for more: assay doctor --db ${store.location}`, error)
  }
}

async function declarationFor(benchmark: VerifyOptions['benchmark']): Promise<Declaration | null> {
  if (benchmark === undefined) return null
  if (typeof benchmark === 'string' || benchmark instanceof URL) return (await loadBenchmark(benchmark)).declaration
  const declaration = declarationOf(benchmark)
  if (declaration !== null) return declaration
  throw new TypeError(`expected \`benchmark\` to be what benchmark() returned, or the path of its file, got ${kindOf(benchmark)}`)
}

interface Given {
  readonly declaration: Declaration | null
  readonly data: Data | null
}

async function verifyRun(store: Store, row: Row, given: Given, verifying: Verifying): Promise<void> {
  const id = String(row['run_id'])
  const reason = reasonAgainst(row)
  if (reason !== null) return verifying.cannot('run', id, `the run ${id} ${reason}`, 'nothing of it was looked at')
  const run = await auditedRun(store, row, given.declaration)
  if (run.declaration === null && given.declaration === null)
    verifying.cannot(
      'data',
      id,
      `the answers (\`expected\`) and ids of the run ${id} come from its data, which no database holds`,
      'they were held against each other; give the benchmark to hold them against the data',
    )
  const apart = typeof row['ledger'] === 'string' ? ledgerOf(store, row['ledger']) : null
  const isGone = apart !== null && !existsSync(apart)
  await using other = apart === null || isGone ? null : await openStore(apart, { mode: 'read' })
  if (isGone)
    verifying.cannot(
      'ledger',
      id,
      `the ledger of the run ${id} is not there: ${apart}`,
      'its rows were not held against results',
      {
        ledger: row['ledger'],
      },
    )
  const data = run.declaration === null ? null : given.data
  await verifyPredictions({ store, ledger: isGone ? null : (other ?? store), data }, run, verifying)
  await verifyCounts(store, run, verifying)
  await verifyEstimates(store, run, verifying)
}

/** Why nothing can be said of a run. */
function reasonAgainst(row: Row): string | null {
  if (row['deleted_at'] !== null) return 'was deleted, and its rows with it'
  if (row['status'] === 'running') return 'still runs'
  if (row['planned'] === null) return 'is of a tracker: its rows are what was logged, and nothing was computed from them'
  return row['status'] === 'aborted' ? 'was killed before it had computed its metrics' : null
}

/** A relative path is one from the folder of the database, if it leads nowhere from here. */
function ledgerOf(store: Store, ledger: string): string {
  const here = resolve(ledger)
  return existsSync(here) ? here : resolve(dirname(store.location), ledger)
}

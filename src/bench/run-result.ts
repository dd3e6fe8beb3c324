// A finished run: what happened, its metrics, and its rows, which stay readable until it is disposed.
import type { Estimate } from '../metrics/metric.ts'
import { columnsOf, nameOf } from '../tracker/benchmark-rows.ts'
import { findRun } from '../tracker/runs.ts'
import { createSelection, type Selection } from '../tracker/selection.ts'
import { type Source, readFiltered } from '../tracker/source.ts'
import type { Finding } from '../base/findings.ts'
import type { Measured } from './judge/finish.ts'
import type { Session } from './execute/session.ts'

/** A finished run. A selection of its own rows; holds its database open until disposed. */
export interface Run<R, P, M extends string> extends Selection<R, P, M>, AsyncDisposable {
  readonly runId: string
  readonly db: string
  /** `partial`: with `limit`, `sample` or `params`, or with datapoints missed. `stopped`: by a limit, ten failures alike, or a signal. Failed datapoints do not change it. */
  readonly status: 'completed' | 'partial' | 'stopped'
  /** Datapoints of this run, and of the whole declaration. */
  readonly planned: number
  readonly declared: number
  readonly executed: number
  readonly replayed: number
  readonly failed: number
  readonly skipped: number
  /** Datapoints without a result, in a run that executes nothing. */
  readonly missed: number
  readonly durationMs: number
  /** Dollars that this run's own attempts told, and that results taken from the ledger had cost; `null` where none told any. */
  readonly spentUsd: number | null
  readonly savedUsd: number | null
  /** One entry per configuration: its params, and an `Estimate` by the name of each metric. */
  readonly metrics: readonly ({ readonly params: P } & { readonly [K in M]: Estimate })[]
  readonly findings: readonly Finding[]
}

export interface Ending {
  readonly status: 'completed' | 'partial' | 'stopped'
  readonly declared: number
  readonly durationMs: number
  readonly measured: readonly Measured[]
}

export function createRun(session: Session, { status, declared, durationMs, measured }: Ending): Run<unknown, unknown, string> {
  const { store, runId, declaration } = session
  // A finished run stays as it is, so its columns are looked for once.
  let columns: Promise<ReadonlySet<string>> | null = null
  const source: Source = {
    store,
    name: nameOf(declaration),
    tableOf: () => 'predictions',
    scope: { run_id: runId },
    findRun: run => findRun(store, run),
    columns: () => (columns ??= columnsOf(store, declaration)),
  }
  const readable = { ...declaration, isCutShort: status === 'stopped' }
  const selection = createSelection<unknown, unknown, string>(filters => readFiltered(source, filters), readable)
  return {
    ...selection,
    runId,
    db: store.location,
    status,
    planned: session.planned,
    declared,
    ...session.counts,
    durationMs,
    ...session.money,
    metrics: measured.map(({ params, estimates }) => ({ params, ...estimates }) as never),
    findings: session.findings.list(),
    [Symbol.asyncDispose]: () => store.close(),
  }
}

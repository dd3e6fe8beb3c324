// A finished run: what happened, its metrics, and its rows, which stay readable until it is disposed.
import type { Estimate } from '../metrics/metric.ts'
import { createSelection, passes, type Selection, settle } from '../tracker/selection.ts'
import type { Finding } from './findings.ts'
import type { Measured } from './finish.ts'
import { fillNulls } from './rows.ts'
import type { Session } from './session.ts'

/** A finished run. A selection of its own rows; holds its database open until disposed. */
export interface Run<R, P, M extends string> extends Selection<R, P>, AsyncDisposable {
  readonly runId: string
  readonly db: string
  /** `partial`: with `limit`, `sample` or `params`. `stopped`: by a signal. Failed datapoints do not change it. */
  readonly status: 'completed' | 'partial' | 'stopped'
  /** Datapoints of this run, and of the whole declaration. */
  readonly planned: number
  readonly declared: number
  readonly executed: number
  readonly replayed: number
  readonly failed: number
  readonly skipped: number
  readonly durationMs: number
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
  const { store, runId } = session
  const selection = createSelection<unknown, unknown>(async function* (filters) {
    const columns = await columnsOf(session)
    const { where, settled } = await settle(store, 'predictions', filters)
    for await (const row of store.rows('predictions', { where: { ...where, run_id: runId } })) {
      const filled = fillNulls(row, columns)
      if (passes(filled, settled)) yield filled
    }
  })
  return {
    ...selection,
    runId,
    db: store.location,
    status,
    planned: session.planned,
    declared,
    ...session.counts,
    durationMs,
    metrics: measured.map(({ params, estimates }) => ({ params, ...estimates }) as never),
    findings: session.findings.list(),
    [Symbol.asyncDispose]: () => store.close(),
  }
}

/** Every column of the benchmark: what its results had, and the params of all its configurations. */
async function columnsOf(session: Session): Promise<string[]> {
  const params = session.configurations.flatMap(({ params }) => Object.keys(params).map(key => `params_${key}`))
  const items = (await session.store.columns('predictions')).map(({ key }) => key).filter(key => key.startsWith('item_'))
  const own = new Set(
    session.items.flatMap(({ value }) => (typeof value === 'object' && value !== null ? Object.keys(value) : [])),
  )
  return [...new Set([...session.columns, ...params, ...items.filter(key => own.has(key.slice('item_'.length)))])]
}

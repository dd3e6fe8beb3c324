// Runs a benchmark: executes what has no result yet, replays the rest, computes the metrics, and says what happened.
import { setMaxListeners } from 'node:events'
import { systemClock } from '../base/clock.ts'
import { AssayError } from '../base/errors.ts'
import { createRunId } from '../base/ids.ts'
import { codeIdentity } from '../identity/code.ts'
import { environment } from '../measure/environment.ts'
import { openStore } from '../store/open.ts'
import type { Store } from '../store/store.ts'
import { markAborted } from '../tracker/runs.ts'
import { gitState } from '../versioning/git.ts'
import { declarationOf, toLimits } from './benchmark.ts'
import { configurationsOf, type Selector, selectConfigurations } from './configurations.ts'
import { executePlan } from './execute.ts'
import { Findings } from './findings.ts'
import { computeMetrics } from './finish.ts'
import { itemRow, readItems, type Item } from './items.ts'
import { loadBenchmark } from './load-file.ts'
import { createRun, type Ending, type Run } from './run-result.ts'
import { sampleItems } from './sample.ts'
import { emit, type RunEvent, type Session } from './session.ts'
import type { Benchmark, Declaration, Limits } from './spec.ts'

export interface RunOptions<P = unknown> {
  /** Default: `assay.db` in the working directory. `:memory:` is allowed. */
  readonly db?: string
  /** Only these params: the ones that have all these values, or that pass. */
  readonly params?: Selector<P>
  /** The first items, or a seeded random sample. The run is marked partial. */
  readonly limit?: number
  readonly sample?: number
  readonly trials?: number
  readonly limits?: Limits
  /** Marks the run as development: its rows are not in `datapoints`. */
  readonly dev?: boolean
  /** Stops the run cleanly when it aborts: status `stopped`, everything done is kept. */
  readonly signal?: AbortSignal
  readonly onEvent?: (event: RunEvent) => void
}

/**
 * Executes what the ledger lacks, replays the rest, computes metrics. `assay run`; run it again to resume. A path is loaded like a
 * benchmark file; one given as a value runs as it is. An item or option that is not as expected is an error before anything runs.
 */
export function run<R, P, M extends string>(benchmark: Benchmark<R, P, M>, options?: RunOptions<P>): Promise<Run<R, P, M>>
export function run(
  file: string | URL,
  options?: RunOptions,
): Promise<Run<Record<string, unknown>, Record<string, unknown>, string>>
export function run(benchmark: unknown, options?: object): Promise<never> {
  return runAny(benchmark, options ?? {}) as Promise<never>
}

async function runAny(benchmark: unknown, options: RunOptions<never>): Promise<Run<unknown, unknown, string>> {
  const start = systemClock.monotonicMs()
  const declaration = await resolve(benchmark)
  const code = codeOf(declaration)
  checkOptions(options)
  const all = configurationsOf(declaration)
  const configurations = selectConfigurations(all, options.params)
  const everyItem = await readItems(declaration)
  const items = sampleItems(everyItem, options)
  const isPartial = items.length < everyItem.length || configurations.length < all.length
  const trials = options.trials ?? declaration.trials
  const git = gitState()

  const store = await openStore(options.db ?? 'assay.db', { mode: 'write' })
  try {
    await markAborted(store)
    const session: Session = {
      declaration,
      runId: createRunId(),
      store,
      code,
      items: await storeItems(store, items),
      configurations: await storeConfigurations(store, configurations),
      trials,
      planned: items.length * configurations.length * trials,
      limits: { ...declaration.limits, ...toLimits(declaration.name, options.limits ?? {}) },
      stop: stopSignal(options.signal),
      clock: systemClock,
      findings: new Findings(),
      counts: { executed: 0, replayed: 0, failed: 0, skipped: 0 },
      columns: new Set(),
      onEvent: options.onEvent ?? (() => {}),
    }
    const declared = everyItem.length * all.length * trials
    const release = await store.hold(session.runId)
    try {
      const ending = await carryOut(session, { declared, isPartial, start, options, git: await git })
      return createRun(session, ending)
    } finally {
      release()
    }
  } catch (error) {
    await store.close()
    throw error
  }
}

interface Circumstances {
  readonly declared: number
  readonly isPartial: boolean
  readonly start: number
  readonly options: RunOptions<never>
  readonly git: Awaited<ReturnType<typeof gitState>>
}

async function carryOut(session: Session, { declared, isPartial, start, options, git }: Circumstances): Promise<Ending> {
  const { store, runId, planned, declaration } = session
  const about = {
    run_id: runId,
    benchmark: declaration.name,
    started_at: session.clock.now(),
    dev: options.dev ?? false,
    planned,
    declared,
    code: session.code,
  }
  const params = session.configurations.map(configuration => configuration.params)
  const selection = { limit: options.limit ?? null, sample: options.sample ?? null, trials: session.trials }
  await store.commit([
    {
      type: 'insert',
      table: 'runs',
      rows: [{ ...about, status: 'running', params, selection, git, environment: environment() }],
    },
  ])
  emit(session, 'planned', `${declaration.name}: ${planned} datapoints, run ${runId}`)
  await executePlan(session)
  const measured = await computeMetrics(session)
  const isStopped = session.counts.executed + session.counts.replayed < planned
  const status = isStopped ? 'stopped' : isPartial ? 'partial' : 'completed'
  const durationMs = session.clock.monotonicMs() - start
  const set = {
    status,
    ended_at: session.clock.now(),
    duration_ms: durationMs,
    ...session.counts,
    findings: session.findings.list(),
  }
  await store.commit([{ type: 'update', table: 'runs', set, where: { run_id: runId } }], { isDurable: true })
  emit(session, 'ended', status)
  return { status, declared, durationMs, measured }
}

async function resolve(benchmark: unknown): Promise<Declaration> {
  const declared = typeof benchmark === 'string' || benchmark instanceof URL ? await loadBenchmark(benchmark) : benchmark
  const declaration = declarationOf(declared)
  if (declaration === null) throw new TypeError(`expected a benchmark or the path of a benchmark file, got ${typeof benchmark}`)
  return declaration
}

/** The task's identity: the declared version, else the code. Where neither is known, results could be another code's. */
function codeOf({ name, version, sources }: Declaration): string {
  if (version !== undefined) return `version:${version}`
  if (sources.length > 0) return codeIdentity(sources)
  throw new AssayError(
    'code_unknown',
    `The code of ${name} cannot be read, so stored results could be those of other code.`,
    'declare it in a file, or give it a `version`',
  )
}

function checkOptions(options: RunOptions<never>): void {
  for (const name of ['limit', 'sample', 'trials'] as const) {
    const value = options[name]
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 1))
      throw new RangeError(`expected \`${name}\` to be a whole number from 1, got ${value}`)
  }
  if (options.limit !== undefined && options.sample !== undefined)
    throw new TypeError('expected `limit` or `sample`, got both; each chooses the items')
}

function stopSignal(signal: AbortSignal | undefined): AbortSignal {
  const stop = signal === undefined ? new AbortController().signal : AbortSignal.any([signal])
  setMaxListeners(0, stop)
  return stop
}

async function storeItems(store: Store, items: readonly Item[]): Promise<Session['items']> {
  const stored: (Item & { row: number })[] = []
  for (let i = 0; i < items.length; i += 1_000) {
    const page = items.slice(i, i + 1_000)
    const rows = await store.intern('assay_items', page.map(itemRow))
    page.forEach((item, j) => stored.push(Object.assign(item, { row: rows[j] ?? 0 })))
  }
  return stored
}

async function storeConfigurations(
  store: Store,
  configurations: ReturnType<typeof configurationsOf>,
): Promise<Session['configurations']> {
  const rows = await store.intern(
    'assay_params',
    configurations.map(({ digest, text }) => ({ digest, value: text })),
  )
  return configurations.map((configuration, i) => ({ ...configuration, row: rows[i] ?? 0 }))
}

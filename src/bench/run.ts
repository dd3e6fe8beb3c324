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
import { configurationsOf, selectConfigurations } from './configurations.ts'
import { executePlan } from './execute.ts'
import { Findings } from './findings.ts'
import { computeMetrics } from './finish.ts'
import { readItems, type Item } from './items.ts'
import { loadBenchmark } from './load-file.ts'
import { checkOptions, type RunOptions } from './run-options.ts'
import { createRun, type Ending, type Run } from './run-result.ts'
import { sampleItems } from './sample.ts'
import { emit, type Session } from './session.ts'
import type { Benchmark, Declaration } from './spec.ts'

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
  const { declaration, file } = await resolve(benchmark)
  checkOptions(declaration.name, options)
  const code = codeOf(declaration, file)
  const all = configurationsOf(declaration)
  const configurations = selectConfigurations(all, options.params)
  const everyItem = await readItems(declaration)
  const items = sampleItems(everyItem, options)
  const isPartial = items.length < everyItem.length || configurations.length < all.length
  const trials = options.trials ?? declaration.trials
  const stop = stopSignal(options.signal)
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
      stop,
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
  const isStopped = session.counts.executed + session.counts.replayed < planned || (await wasCutOff(session))
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

/** Every datapoint may have ended, and some only because the run was told to stop. */
async function wasCutOff({ stop, store, runId }: Session): Promise<boolean> {
  return stop.aborted && (await store.count('predictions', { where: { run_id: runId, status: 'aborted' } })) > 0
}

async function resolve(benchmark: unknown): Promise<{ readonly declaration: Declaration; readonly file: string | null }> {
  if (typeof benchmark === 'string' || benchmark instanceof URL) return loadBenchmark(benchmark)
  const declaration = declarationOf(benchmark)
  if (declaration === null) throw new TypeError(`expected a benchmark or the path of a benchmark file, got ${typeof benchmark}`)
  return { declaration, file: null }
}

/** Read once for each declaration: what this process runs is the code that it loaded, whatever the file says later. */
const codes = new WeakMap<Declaration, string>()

/** The task's identity: the declared version, else the code. Where neither is known, results could be another code's. */
function codeOf(declaration: Declaration, file: string | null): string {
  const { name, version } = declaration
  if (version !== undefined) return `version:${version}`
  // A declaration made after an `await` in somebody's function does not show the file that called it.
  const sources = [...new Set([...declaration.sources, ...(file === null ? [] : [file])])]
  if (sources.length === 0) {
    throw new AssayError(
      'code_unknown',
      `The code of ${name} cannot be read, so stored results could be those of other code.`,
      'declare it in a file, or give it a `version`',
    )
  }
  const code = codes.get(declaration) ?? codeIdentity(sources)
  codes.set(declaration, code)
  return code
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
    const rows = await store.intern(
      'assay_items',
      page.map(({ columns }) => columns),
    )
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

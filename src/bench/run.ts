// Runs a benchmark: executes what has no result yet, replays the rest, computes the metrics, and says what happened.
import { systemClock } from '../base/clock.ts'
import { rememberCode } from '../ledger/codes.ts'
import { environment } from '../measure/environment.ts'
import type { Benchmark } from '../record/benchmark.ts'
import { warnSecretParams } from '../tracker/secret-params.ts'
import { definitionOf } from '../metrics/metric.ts'
import { gitState } from '../versioning/git.ts'
import { withPrograms } from './command/declared.ts'
import { executePass } from './execute/execute.ts'
import { taskPass } from './execute/pass.ts'
import { executeJudges } from './judge/judges.ts'
import { computeMetrics } from './judge/finish.ts'
import { withSession } from './execute/open-session.ts'
import { type Prepared, prepare } from './plan/prepare.ts'
import type { RunOptions } from './run-options.ts'
import { createRun, type Ending, type Run } from './run-result.ts'
import { computeScores } from './judge/scores.ts'
import { emit, type Session } from './execute/session.ts'
import { type SettledOptions, settleOptions } from './settle.ts'

/**
 * Executes what the ledger lacks, replays the rest, computes scores and metrics. `assay run`; run it again to resume. A path is loaded like a
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

async function runAny(benchmark: unknown, given: RunOptions<never>): Promise<Run<unknown, unknown, string>> {
  const start = systemClock.monotonicMs()
  const options = await settleOptions(given)
  const prepared = await prepare(benchmark, options)
  const git = gitState()
  return withSession(prepared, options, async session =>
    createRun(session, await carryOut(session, prepared, { start, options, git: await git })),
  )
}

interface Circumstances {
  readonly start: number
  readonly options: SettledOptions
  readonly git: Awaited<ReturnType<typeof gitState>>
}

async function carryOut(session: Session, { declared, isPartial }: Prepared, about: Circumstances): Promise<Ending> {
  const { store, runId, planned, declaration } = session
  const { identity: code, files, parts, findings } = session.code
  await rememberCode(session.ledger.store, declaration.name, { code, files, parts }, session.clock)
  for (const { example, ...finding } of findings) session.findings.add(finding, example)
  await store.commit([{ type: 'insert', table: 'runs', rows: [firstLine(session, declared, about)] }])
  emit(session, 'planned', `${declaration.name}: ${planned} datapoints, run ${runId}`)
  warnLeaks(session)
  warnSecretParams(
    session.configurations.flatMap(({ secrets }) => secrets),
    session.findings,
  )
  await withPrograms(declaration.task, session.findings, () => executePass(taskPass(session)))
  await executeJudges(session)
  const { unjudged } = await computeScores(session)
  const measured = await computeMetrics(session)
  const { missed, ...counts } = session.counts
  const isCutShort = unjudged > 0 && session.execute !== 'none'
  const isStopped = counts.executed + counts.replayed + missed < planned || (await wasCutOff(session)) || isCutShort
  const reason = session.brakes.reason ?? (isTooLate(session) ? `the run may last for ${session.limits.deadlineMs} ms` : null)
  if (isStopped && reason !== null)
    session.findings.add(
      {
        id: 'stopped',
        severity: 'error',
        message: `nothing more was started: ${reason}`,
        hint: 'what is done is kept; mend the cause, or raise the limit, and run again',
      },
      {},
    )
  if (planned === 0)
    session.findings.add(
      {
        id: 'no-items',
        severity: 'warning',
        message: 'the data holds no items',
        hint: 'check the path, and that the file is whole',
      },
      {},
    )
  const status = isStopped ? 'stopped' : isPartial || missed > 0 ? 'partial' : 'completed'
  const durationMs = session.clock.monotonicMs() - about.start
  const set = {
    status,
    ended_at: session.clock.now(),
    duration_ms: durationMs,
    ...counts,
    findings: session.findings.list(),
    price_version: session.pricing.version,
  }
  await store.commit([{ type: 'update', table: 'runs', set, where: { run_id: runId } }], { isDurable: true })
  emit(session, 'ended', status)
  return { status, declared, durationMs, measured }
}

/** An item that the task may learn from measures what it remembers. */
function warnLeaks({ items, train, findings }: Session): void {
  const message = 'items are both in `train` and in `data`, so the task has seen them'
  for (const { id, columns } of items) {
    if (train.has(String(columns['digest'])))
      findings.add(
        { id: 'train-in-data', severity: 'error', message, hint: 'leave them out of one of the two' },
        { input_id: id },
      )
  }
}

/** The run's line in `runs` while it lasts. */
function firstLine(session: Session, declared: number, { options, git }: Circumstances): Record<string, unknown> {
  const { limit = null, sample = null, dev = false } = options
  return {
    run_id: session.runId,
    benchmark: session.declaration.name,
    status: 'running',
    started_at: session.startedAt,
    dev,
    planned: session.planned,
    declared,
    params: session.configurations.map(configuration => configuration.params),
    selection: { limit, sample, trials: session.trials, execute: session.execute, ...executorOf(session) },
    declaration: { metrics: definitionsOf(session) },
    code: session.code.identity,
    git,
    environment: environment(),
    ledger: session.ledger.store === session.store ? null : session.ledger.store.location,
  }
}

/** What measured the times of the rows, where it was not this thread. */
function executorOf({ executor }: Session): object {
  return executor.kind === 'inline' ? {} : { executor: executor.kind, workers: executor.workers }
}

/** Its metrics as data, so that they can be computed again from the database alone; `null` for one of somebody's own. */
function definitionsOf({ declaration }: Session): Record<string, unknown> {
  const entries = Object.entries(declaration.metrics).map(([name, metric]) => [name, definitionOf(metric)])
  return Object.fromEntries(entries) as Record<string, unknown>
}

/** Whether the deadline of the run stopped it, and not somebody. */
function isTooLate({ stop }: Session): boolean {
  return stop.aborted && (stop.reason as Partial<Error> | undefined)?.name === 'TimeoutError'
}

/** Every datapoint may have ended, and some only because the run was told to stop. */
async function wasCutOff({ stop, store, runId }: Session): Promise<boolean> {
  return stop.aborted && (await store.count('predictions', { where: { run_id: runId, status: 'aborted' } })) > 0
}

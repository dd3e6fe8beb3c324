// assay run FILE: runs a benchmark file, shows how it goes, and ends with one line that counts everything.
import { openReader } from '../../tracker/reader.ts'
import { run } from '../../bench/run.ts'
import type { Estimate } from '../../metrics/metric.ts'
import { formatCell } from '../../report/cells.ts'
import { escapeText } from '../../report/escape.ts'
import { renderFindings } from '../../report/findings.ts'
import { type EstimateRow, renderMetrics } from '../../report/metrics-table.ts'
import { formatCount, formatDuration, plural } from '../../report/numbers.ts'
import { renderProgress } from '../../report/progress.ts'
import { type Command, type Input, type Result, type Share, UsageError } from '../command.ts'
import { pick, wantedFlags, wantedOptions } from './wanted.ts'

export const command: Command = {
  about:
    'Runs a benchmark file. What is stored is replayed, the rest is executed and stored as it ends; run it again to continue',
  positionals: [{ name: 'FILE', about: 'a benchmark file, whose default export is `benchmark({ … })`' }],
  flags: {
    ...wantedFlags,
    executor: {
      kind: 'text',
      value: 'NAME',
      about:
        'inline (default): side by side where the task waits; threads: in worker threads, for tasks that compute or may not end',
    },
    workers: { kind: 'count', value: 'N', about: 'threads (default: one for each core), or with inline processes' },
    timeout: { kind: 'duration', value: 'TIME', about: 'of one attempt: 500ms, 30s, 5m' },
    retries: { kind: 'text', value: 'N', about: 'attempts after the first, for errors that pass (default 2)' },
    'requests-per-minute': { kind: 'count', value: 'N', about: 'shared by all processes on the ledger' },
    'tokens-per-minute': { kind: 'count', value: 'N', about: 'the same for tokens, as the task tells them' },
    'max-cost-usd': { kind: 'text', value: 'USD', about: 'stop when so much is spent' },
    'max-errors': { kind: 'text', value: 'N', about: 'stop when more datapoints failed' },
    deadline: { kind: 'duration', value: 'TIME', about: 'stop after so long' },
    dev: { kind: 'switch', about: 'a development run: kept out of the view `datapoints`' },
    'keep-folders': { kind: 'switch', about: 'leave the folders of attempts where they are, to look into them' },
    'allow-failed': { kind: 'share', value: 'N|N%', about: 'exit 0 although so many datapoints failed' },
  },
  example: 'assay run detectors.bench.ts --db lab.db --limit 20',
  run: runCommand,
}

async function runCommand({ positionals: [file = ''], flags, width, talk }: Input): Promise<Result> {
  const stop = new AbortController()
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(130)
    stop.abort()
    talk.line('Stopping: waiting a moment for what is in flight. Press Ctrl-C again to end at once.')
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  // A promise that a task forgot is nobody's result: it must not end the run, nor pass unsaid.
  const strays = new Set<string>()
  process.on('unhandledRejection', reason => strays.add(`a promise that nobody waited for was rejected: ${describe(reason)}`))
  const start = performance.now()
  const wanted = wantedOptions(flags)
  await using result = await run(file, {
    ...wanted,
    ...pick(flags, ['executor', 'workers', 'dev']),
    ...(flags['keep-folders'] === true && { keepFolders: true }),
    limits: { ...wanted.limits, ...limitsOf(flags) },
    signal: stop.signal,
    onEvent: ({ type, done, planned, message }) => {
      if (type === 'planned') talk.line(escapeText(message))
      else talk.progress(barWidth => renderProgress({ done, planned, elapsedMs: performance.now() - start }, barWidth))
    },
  })
  const { runId, db, status, planned, declared, executed, replayed, failed, skipped, missed, durationMs, findings } = result
  const estimates = await readEstimates(result)
  if (findings.length > 0) talk.line(renderFindings(findings, width))
  talk.line(`${status} in ${formatDuration(durationMs)}; run ${runId} in ${db}`)
  return {
    data: {
      run_id: runId,
      db,
      status,
      planned,
      declared,
      executed,
      replayed,
      failed,
      skipped,
      missed,
      duration_ms: durationMs,
      spent_usd: result.spentUsd,
      saved_usd: result.savedUsd,
      metrics: result.metrics,
      findings,
    },
    text: renderMetrics(estimates, width),
    closing: closingLine(result),
    warnings: [...strays],
    failures: failuresOf(result, flags['allow-failed'] as Share | undefined),
  }
}

/** Limits by the names that they have in code. */
function limitsOf(flags: Input['flags']): Record<string, number> {
  const names = {
    timeout: 'timeoutMs',
    deadline: 'deadlineMs',
    retries: 'retries',
    'requests-per-minute': 'requestsPerMinute',
    'tokens-per-minute': 'tokensPerMinute',
    'max-cost-usd': 'maxCostUsd',
    'max-errors': 'maxErrors',
  }
  const given = Object.entries(names).filter(([flag]) => flags[flag] !== undefined)
  return Object.fromEntries(given.map(([flag, name]) => [name, numberOf(flag, flags[flag] as string | number)]))
}

function numberOf(flag: string, value: string | number): number {
  const number = Number(value)
  if (value !== '' && Number.isFinite(number)) return number
  throw new UsageError(`The flag --${flag} takes a number, got ${JSON.stringify(value)}.`, `for example --${flag} 5`)
}

function describe(reason: unknown): string {
  return escapeText(reason instanceof Error ? `${reason.name}: ${reason.message}` : formatCell(reason))
}

function closingLine(counts: { planned: number; executed: number; replayed: number; failed: number; skipped: number }): string {
  const names = ['planned', 'executed', 'replayed', 'failed', 'skipped'] as const
  return names.map(name => `${name} ${formatCount(counts[name])}`).join(' · ')
}

/** With slices where they are stored; a run in memory has its own estimates only. */
async function readEstimates(result: {
  readonly db: string
  readonly runId: string
  readonly metrics: readonly object[]
}): Promise<EstimateRow[]> {
  if (result.db !== ':memory:') {
    await using reader = await openReader(result.db, { table: 'estimates' })
    return (await reader.rows({ where: { run_id: result.runId } })) as unknown as EstimateRow[]
  }
  return result.metrics.flatMap(entry => {
    const { params, ...estimates } = entry as { params: Record<string, unknown> } & Record<string, Estimate>
    return Object.entries(estimates).map(([metric, estimate]) => ({
      metric,
      slice: null,
      params,
      better: null,
      ...(estimate as Estimate),
    }))
  })
}

function failuresOf(
  {
    status,
    failed,
    missed,
    planned,
    db,
    runId,
  }: {
    readonly status: string
    readonly failed: number
    readonly missed: number
    readonly planned: number
    readonly db: string
    readonly runId: string
  },
  allowed: Share = { count: 0 },
): NonNullable<Result['failures']> {
  const most = 'count' in allowed ? allowed.count : allowed.share * planned
  const failures = []
  if (status === 'stopped')
    failures.push({
      code: 'stopped',
      message: 'The run was stopped; everything done is kept.',
      hint: 'the same command continues it: what is stored is not executed again',
    })
  if (missed > 0)
    failures.push({
      code: 'datapoints_missed',
      message: `${formatCount(missed)} of ${plural(planned, 'datapoint')} ${missed === 1 ? 'has' : 'have'} no stored result, and this run executes nothing.`,
      hint: 'the same command without `--execute none` executes them',
    })
  if (failed > most) {
    failures.push({
      code: 'datapoints_failed',
      message: `${formatCount(failed)} of ${plural(planned, 'datapoint')} failed.`,
      hint: `see why: assay sql ${db} "SELECT error, COUNT(*) FROM predictions WHERE run_id = '${runId}' AND status NOT IN ('ok', 'skipped') GROUP BY 1"; the same command tries them again`,
    })
  }
  return failures
}

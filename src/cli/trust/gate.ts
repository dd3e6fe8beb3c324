// assay gate: whether a run respects bounds and is not worse than a baseline; for CI, by its exit code.
import { writeFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { systemClock } from '../../base/clock.ts'
import { AssayError } from '../../base/errors.ts'
import { isPlainObject } from '../../base/keys.ts'
import { type Gate, gateRows } from '../../compare/gate.ts'
import { type NamedRule, isMargin } from '../../compare/gate-rule.ts'
import { type GateReport, type RunReport, renderGate, renderGateMarkdown } from '../../report/gate.ts'
import { renderJunit } from '../../report/junit.ts'
import { openReader } from '../../tracker/reader.ts'
import { type Command, type Input, type Result, UsageError } from '../command.ts'
import { parseParams } from '../params.ts'
import { command as runCommand } from '../run/run.ts'
import { fieldsOf } from './compare-json.ts'
import { lookAtItems } from './gate-items.ts'
import { type TypedRule, checkTyped, metricsOf, ruleFlags, rulesOf, typedRules } from './gate-rules.ts'
import { type Place, configurationsOf, databaseOf, findBaseline, findCandidate, hasParams } from './gate-runs.ts'

const hint = 'see `assay gate --help`'

export const command: Command = {
  about:
    'Passes, exit 0, or fails, exit 1: holds a run against bounds, and against a baseline with the margins that its metrics declare. Each configuration is held against the same one of the baseline. What is inconclusive fails. With a benchmark file, that is run first, with the flags of `assay run`; a database is only read',
  positionals: [{ name: 'FILE|DB', about: 'a benchmark file, or the path of a database' }],
  flags: {
    baseline: {
      kind: 'text',
      value: 'DB[@RUN]',
      about: 'what margins are against: a run, or the newest completed one of the benchmark',
    },
    ...ruleFlags,
    run: { kind: 'text', value: 'RUN', about: 'of a database: the run to gate (default: the newest completed one)' },
    inconclusive: { kind: 'text', value: 'pass', about: 'let a rule without an answer pass (default: it fails)' },
    junit: { kind: 'text', value: 'PATH', about: 'write the rules as a JUnit file; one that is there is replaced' },
    markdown: { kind: 'text', value: 'PATH', about: 'write a summary for a pull request; one that is there is replaced' },
    ...runCommand.flags,
  },
  example: 'assay gate detectors.bench.ts --baseline baseline.db --at-least accuracy=0.8 --junit gate.xml',
  run: gateCommand,
}

async function gateCommand(input: Input): Promise<Result> {
  const { positionals, flags, width } = input
  const { baseline: word, inconclusive = 'fail' } = flags as { readonly [flag: string]: string | undefined }
  if (inconclusive !== 'fail' && inconclusive !== 'pass')
    throw new UsageError(`The flag --inconclusive takes pass, got ${JSON.stringify(inconclusive)}.`, hint)
  const typed = typedRules(flags)
  const [target = ''] = positionals
  const isFile = /\.[mc]?[jt]s$/.test(target)
  checkFlags(flags, isFile)
  await checkBefore(typed, word)
  const ran = isFile ? await runCommand.run(input) : null
  const candidate = ran === null ? await findCandidate(target, flags['run'] as string | undefined) : await placeOf(ran)
  const baseline = word === undefined ? null : await findBaseline(word, candidate)
  const metrics = metricsOf(candidate.run)
  const rules = rulesOf(typed, metrics, baseline !== null)
  const wanted = hasParams(flags['params'] === undefined ? null : parseParams(flags['params'] as readonly string[]))
  const status = String(candidate.run['status'])
  await using after = await openReader(candidate.db)
  await using before = await openReader((baseline ?? candidate).db)
  const gate = await gateRows(after.select({ run: idOf(candidate), params: wanted }), rules, {
    ...(baseline !== null && { baseline: before.select({ run: idOf(baseline), params: sharedParams(baseline, wanted) }) }),
    inconclusive,
    isCutShort: status === 'stopped' || status === 'aborted' || status === 'running',
  })
  const named = Object.fromEntries(
    [...rules.map(({ name }) => name), ...Object.keys(metrics)].map(name => [name, metrics[name] ?? null]),
  )
  const report: GateReport = {
    benchmark: String(candidate.run['benchmark']),
    gate,
    candidate: reportOf(candidate),
    baseline: baseline === null ? null : reportOf(baseline),
    items: await lookAtItems(named, candidate, baseline, wanted),
  }
  const { junit, markdown } = flags as { readonly [flag: string]: string | undefined }
  if (junit !== undefined) write(junit, renderJunit(report.benchmark, gate, inconclusive))
  if (markdown !== undefined) write(markdown, renderGateMarkdown(report))
  return {
    data: dataOf(report, ran),
    text: [...(ran === null ? [] : [ran.text]), renderGate(report, width)].join('\n\n'),
    ...(ran?.closing !== undefined && { closing: ran.closing }),
    warnings: [...(ran?.warnings ?? []), ...warningsOf(metrics, rules, baseline)],
    failures: [...(ran?.failures ?? []), ...(gate.passed ? [] : [failureOf(gate)])],
  }
}

/** Flags that have no meaning for what is gated. */
function checkFlags(flags: Input['flags'], isFile: boolean): void {
  const ofRuns = Object.keys(runCommand.flags).filter(name => name !== 'params')
  const wrong = (isFile ? ['run'] : ofRuns).find(name => flags[name] !== undefined)
  if (wrong !== undefined)
    throw new UsageError(`The flag --${wrong} goes with ${isFile ? 'a database' : 'a benchmark file'}.`, hint)
  if (flags['db'] === ':memory:')
    throw new UsageError('A gate reads the run from its database, and :memory: keeps nothing.', 'name a file: --db PATH')
}

/** What would fail after a run is said before it is paid for. */
async function checkBefore(typed: readonly TypedRule[], baseline: string | undefined): Promise<void> {
  checkTyped(typed, baseline !== undefined)
  if (baseline === undefined) return
  await using reader = await openReader(databaseOf(baseline).db, { table: 'runs' })
  await reader.count()
}

async function placeOf({ data }: Result): Promise<Place> {
  const { db, run_id: id } = data as { readonly db: string; readonly run_id: string }
  return findCandidate(db, id)
}

function idOf({ run }: Place): string {
  return String(run['run_id'])
}

/** The wanted configurations of the baseline; all where it has none of them, as for a new model. */
function sharedParams({ run }: Place, wanted: ReturnType<typeof hasParams>): ReturnType<typeof hasParams> {
  return configurationsOf(run).some(wanted) ? wanted : () => true
}

function reportOf({ db, run }: Place): RunReport {
  const { git, started_at: start } = run
  const age = start instanceof Date ? systemClock.now().getTime() - start.getTime() : 0
  return {
    db,
    run_id: String(run['run_id']),
    status: String(run['status']),
    commit: isPlainObject(git) && typeof git['commit'] === 'string' ? git['commit'] : null,
    age_days: age / 86_400_000,
  }
}

function dataOf({ gate, candidate, baseline, items }: GateReport, ran: Result | null): object {
  const rules = gate.rules.map(({ comparison, rule, ...result }) => ({
    ...result,
    rule: Object.fromEntries(Object.entries(rule).map(([key, value]) => [inSnake[key] ?? key, value])),
    comparison: comparison === null ? null : fieldsOf(comparison),
  }))
  return { passed: gate.passed, message: gate.message, rules, candidate, baseline, items, ...(ran !== null && { run: ran.data }) }
}

const inSnake: Readonly<Record<string, string>> = { atLeast: 'at_least', atMost: 'at_most', marginRatio: 'margin_ratio' }

/** What the margins of a baseline leave out, and what was declared in another way there. */
function warningsOf(metrics: ReturnType<typeof metricsOf>, rules: readonly NamedRule[], baseline: Place | null): string[] {
  if (baseline === null) return []
  const before = metricsOf(baseline.run)
  const own = Object.keys(metrics).filter(name => metrics[name] === null)
  const changed = rules.filter(({ name, rule }) => isMargin(rule) && !isDeepStrictEqual(before[name], metrics[name]))
  return [
    ...own.map(name => `the metric ${name} is a function of your own, which no database holds: it is not gated here`),
    ...changed.map(({ name }) => `the runs declare ${name} in different ways; that of the candidate was taken for both`),
  ]
}

function failureOf({ message }: Gate) {
  const [first = ''] = message.split('\n')
  return {
    code: 'gate_failed',
    message: first,
    hint: 'see the rules above; what is inconclusive needs more items, or `--inconclusive pass`',
  }
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new AssayError('io', `${path} cannot be written: ${message}.`, 'check its folder and the disk', error)
  }
}

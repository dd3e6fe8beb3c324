// Executes the tasks of scorers for all results of a run, each as a pass of its own: claimed, retried, limited and kept like every task.
import { loadAssets } from '../../assets/stored.ts'
import { keepCode } from '../../ledger/codes.ts'
import { type Outcome, findOutcomes } from '../../ledger/outcomes.ts'
import type { Row } from '../../store/store.ts'
import { Brakes } from '../attempt/brakes.ts'
import { Rates } from '../attempt/rates.ts'
import type { Context } from '../declare/context.ts'
import type { DeclaredCode } from '../declare/code.ts'
import { fresh } from '../declare/fresh.ts'
import type { Judge, Scored } from '../declare/scorer.ts'
import { executePass } from '../execute/execute.ts'
import { InlineExecutor } from '../executors/inline-executor.ts'
import { stopSignal } from '../execute/open-session.ts'
import type { Pass } from '../execute/pass.ts'
import { keepOutcomeOf, plus } from '../execute/record.ts'
import { type Session, type StoredConfiguration, type StoredItem, emit } from '../execute/session.ts'
import { type Planned, isTaken, pageSize } from '../plan/pages.ts'
import { inPages } from './in-pages.ts'
import { type Judged, judgeName, judgeParts, judgedOf, judgementKeys, scoredOf } from './judgement-key.ts'

/** Params are left out: a judge must not know whose answer it reads. */
const blind: StoredConfiguration = { params: {}, given: Object.freeze({}), secrets: [], text: '{}', digest: '', row: 0 }

/** One after the other, in the order in which they are declared. A run that is stopped judges nothing more. */
export async function executeJudges(session: Session): Promise<void> {
  for (const [name, scorer] of Object.entries(session.declaration.scores)) {
    if (typeof scorer !== 'function') await executeJudge(session, name, scorer)
  }
}

async function executeJudge(session: Session, name: string, judge: Judge): Promise<void> {
  const code = session.judgeCodes.get(name) as DeclaredCode
  for (const { example, ...finding } of code.findings) session.findings.add(finding, { scorer: name, ...example })
  const { identity, files, parts } = code
  await session.ledger.store.commit([keepCode(judgeName(name), { code: identity, files, parts }, session.clock.now())])
  emit(session, 'started', `the scorer ${name}`)
  const own = judging(session, name, judge, code)
  await executePass(passOf(own, session, name, judge.trials, code))
  const { reason } = own.brakes
  if (reason === null || session.brakes.reason !== null) return
  const message = `the scorer \`${name}\` was stopped: ${reason}`
  const hint = 'what it has judged is kept; mend the cause, or raise its limit, and run again'
  session.findings.add({ id: `scorer-stopped:${name}`, severity: 'error', message, hint }, { scorer: name })
}

/** The session as the judge's task sees it: its own limits and code, the run's money and signal. */
function judging(session: Session, name: string, judge: Judge, code: DeclaredCode): Session {
  const { declaration, ledger, clock, stop, execute } = session
  const { limits } = judge
  const rateKey = limits.rateKey ?? (() => judgeName(name))
  const task = (scored: unknown, _params: object, context: Context<unknown>) => {
    const { result, ...rest } = scored as Scored<unknown, unknown, unknown>
    return judge.task({ ...rest, result: fresh(loadAssets(result)) as never }, { ...context, setup: undefined })
  }
  return {
    ...session,
    declaration: { ...declaration, name: judgeName(name), task, setup: undefined, batch: undefined, train: undefined },
    code,
    train: { identity: '', has: () => false },
    limits,
    brakes: new Brakes(limits, session.brakes),
    rates: new Rates(ledger.store, { ...limits, rateKey }, clock),
    stop: stopSignal(stop, limits.deadlineMs),
    // A result that is the same is judged the same, however it was obtained.
    execute: execute === 'all' ? 'missing' : execute,
  }
}

function passOf(own: Session, session: Session, name: string, trials: number, code: DeclaredCode): Pass {
  const parts = judgeParts(name, code)
  const keysOf = judgementKeys(name, code, trials)
  return {
    session: own,
    executor: new InlineExecutor(own),
    pages: pages(),
    executed: async attempted => {
      const outcome = await keepOutcomeOf(own, attempted)
      if (outcome === null) return false
      own.brakes.note(outcome)
      session.money.spentUsd = plus(session.money.spentUsd, outcome)
      session.judged.add(attempted.planned.key)
      return true
    },
    replayed: async replayed => {
      for (const [, outcome] of replayed) session.money.savedUsd = plus(session.money.savedUsd, outcome)
    },
    // The scores say which are missing, row by row.
    missed: () => {},
  }

  async function* pages(): AsyncGenerator<Planned[]> {
    for await (const rows of inPages(resultsOf(session), pageSize)) {
      for (let trial = 0; trial < trials; trial++) {
        const planned = await plannedOf(rows, trial)
        const stored = await findOutcomes(
          session.ledger.store,
          planned.map(({ key }) => key),
        )
        yield planned.map(one => withStored(one, stored.get(one.key)))
      }
    }
  }

  async function plannedOf(rows: readonly Result[], trial: number): Promise<Omit<Planned, 'stored' | 'hasFailed'>[]> {
    const planned = new Map<string, Omit<Planned, 'stored' | 'hasFailed'>>()
    for (const { item, scored } of rows) {
      const judged = tryJudged(scored)
      if (judged === null) continue
      const key = keysOf(judged)[trial] as string
      const about = { ...item, input: scored, inputDigest: judged.digest, inputText: judged.text }
      const place = { configuration: blind, trial, position: 0, key, parts: { ...parts, input: judged.digest, trial } }
      if (!planned.has(key)) planned.set(key, { item: about, ...place, earlier: () => [], bypass: null })
    }
    return [...planned.values()]
  }

  function withStored(planned: Omit<Planned, 'stored' | 'hasFailed'>, outcome: Outcome | undefined): Planned {
    const isOurs = outcome !== undefined && isTaken(own.execute, outcome.status)
    const hasFailed = outcome !== undefined && outcome.status !== 'ok'
    return { ...planned, stored: isOurs ? outcome : undefined, hasFailed }
  }
}

interface Result {
  readonly item: StoredItem
  readonly scored: Scored<unknown, unknown, unknown>
}

/** The results of a run that can be judged, in the order of its rows. */
async function* resultsOf(session: Session): AsyncGenerator<Result> {
  const { store, ledger, runId, declaration } = session
  const items = new Map(session.items.map(item => [item.id, item]))
  const query = { where: { run_id: runId, status: 'ok' }, columns: ['input_id', 'datapoint', 'produced_by'] }
  for await (const rows of inPages(store.rows('assay_predictions', query), pageSize)) {
    const outcomes = await findOutcomes(ledger.store, [...new Set(rows.map(keyOf))])
    for (const row of rows) {
      const outcome = outcomes.get(keyOf(row))
      if (outcome?.status !== 'ok' || outcome.producedBy !== row['produced_by']) continue
      const item = items.get(String(row['input_id'])) as StoredItem
      yield { item, scored: scoredOf(declaration, item, keyOf(row), outcome) }
    }
  }
}

function keyOf(row: Row): string {
  return String(row['datapoint'])
}

/** `null` for what has no identity; the scores say so. */
function tryJudged(scored: Scored<unknown, unknown, unknown>): Judged | null {
  try {
    return judgedOf(scored)
  } catch {
    return null
  }
}

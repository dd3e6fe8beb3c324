// Takes a run through its datapoints: replays what is stored, executes the rest a few at a time, stores each as it ends.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Outcome } from '../ledger/ledger.ts'
import { executeInline } from './executors/inline.ts'
import { fresh } from './fresh.ts'
import { type Planned, planPages } from './plan.ts'
import { recordExecuted, recordReplayed, toOutcome } from './record.ts'
import type { Session } from './session.ts'

/** Datapoints in flight for a task that waits; one that does not keeps the thread to itself anyway. */
const defaultConcurrency = 8

/** Results whose commit is under way: more would be memory, not speed. */
const mostUnstored = 256

/** A task that never waits would keep results unstored, and Ctrl-C unheard, for longer than this. */
const longestTurnMs = 2

/** Executes and replays until all is done or the run is stopped. A failing store ends it, after what is in flight is over. */
export async function executePlan(session: Session): Promise<void> {
  const executing = new Set<Promise<unknown>>()
  const storing = new Set<Promise<unknown>>()
  /** Outcomes of this run that items with equal inputs still need. */
  const shared = new Map<string, Promise<Outcome>>()
  const inputs = new Set<string>()
  const repeated = repeatedInputs(session)
  let failure: { readonly error: unknown } | null = null
  let turnEnds = session.clock.monotonicMs() + longestTurnMs

  // A task may wait for what never comes, with nothing left that Node would wait for: a hung run can be stopped, a vanished one not.
  const alive = setInterval(() => {}, 60_000)
  try {
    await startAll()
  } catch (error) {
    failure ??= { error }
  } finally {
    await Promise.all(executing)
    await Promise.all(storing)
    clearInterval(alive)
  }
  if (failure !== null) throw failure.error

  async function startAll(): Promise<void> {
    for await (const page of planPages(session)) {
      await recordReplayed(
        session,
        page.flatMap(planned => (planned.stored?.status === 'ok' ? [{ planned, outcome: planned.stored }] : [])),
      )
      for (const planned of page) {
        if (planned.stored?.status === 'ok') continue
        if (session.clock.monotonicMs() > turnEnds) await turn()
        while (executing.size >= (session.limits.concurrency ?? defaultConcurrency)) await Promise.race(executing)
        while (storing.size >= mostUnstored) await Promise.race(storing)
        if (session.stop.aborted || failure !== null) return
        start(planned)
      }
      if (session.stop.aborted || failure !== null) return
    }
  }

  async function turn(): Promise<void> {
    await nextTurn()
    turnEnds = session.clock.monotonicMs() + longestTurnMs
  }

  function start(planned: Planned): void {
    const earlier = shared.get(planned.key)
    if (earlier !== undefined) {
      track(
        storing,
        earlier.then(outcome => recordReplayed(session, [{ planned, outcome }])),
      )
      return
    }
    const outcome = execute(planned)
    if (repeated.has(planned.item.inputDigest)) shared.set(planned.key, outcome)
  }

  /** Resolves when the outcome is stored. */
  function execute(planned: Planned): Promise<Outcome> {
    const { item, configuration, trial, key, stored } = planned
    const ending = executeInline({
      task: session.declaration.task,
      input: fresh(item.input),
      params: configuration.params,
      trial,
      attempt: (stored?.attempts ?? 0) + 1,
      datapoint: key,
      timeoutMs: session.limits.timeoutMs,
      stop: session.stop,
      clock: session.clock,
    })
    const kept = ending.then(async ended => {
      const outcome = toOutcome(session, planned, ended)
      await recordExecuted(session, planned, outcome, ended.encoded, inputs)
      return outcome
    })
    track(executing, ending)
    track(storing, kept)
    return kept
  }

  function track(set: Set<Promise<unknown>>, work: Promise<unknown>): void {
    const done: Promise<unknown> = work.then(
      () => set.delete(done),
      error => {
        set.delete(done)
        failure ??= { error }
      },
    )
    set.add(done)
  }
}

/** Inputs that several items have: executed once, a row for each. */
function repeatedInputs({ items }: Session): Set<string> {
  const seen = new Set<string>()
  const repeated = new Set<string>()
  for (const { inputDigest } of items) (seen.has(inputDigest) ? repeated : seen).add(inputDigest)
  return repeated
}

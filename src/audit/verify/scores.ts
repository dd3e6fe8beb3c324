// Holds the scores of a run against who gave them: the judgements in the ledger, and the functions of a benchmark that was given.
import { together } from '../../bench/judge/judgements.ts'
import { judge } from '../../bench/judge/score.ts'
import type { DeclaredScorer } from '../../bench/declare/scorer.ts'
import { judgeName } from '../../bench/judge/judgement-key.ts'
import { type Outcome, findOutcomes } from '../../ledger/outcomes.ts'
import { type KnownDatapoint, findDatapoints } from '../../ledger/parts.ts'
import type { Row, Store } from '../../store/store.ts'
import type { AuditedRun } from './audited-run.ts'
import { differingKeys } from './cells.ts'
import type { Data } from './data.ts'
import { isKeyOf } from './ledger-key.ts'
import { isOwn, outcomeColumns } from './outcomes.ts'
import type { Verifying } from './verifying.ts'

export interface Scores {
  /** Rows of predictions, and the outcomes of their datapoints. */
  readonly page: (rows: readonly Row[], outcomes: ReadonlyMap<string, Outcome>) => Promise<void>
  readonly finish: () => Promise<void>
}

interface Sources {
  readonly store: Store
  readonly ledger: Store | null
  readonly data: Data | null
}

/** Judgements by their keys: what they say, and what they are of. */
interface Said {
  readonly outcomes: ReadonlyMap<string, Outcome>
  readonly parts: ReadonlyMap<string, KnownDatapoint>
}

const judged = ['status', 'error', 'error_type', 'attempts', 'duration_ms', 'timestamp', 'produced_by'] as const

export async function createScores(sources: Sources, run: AuditedRun, verifying: Verifying): Promise<Scores> {
  const { rows } = await sources.store.sql('SELECT DISTINCT scorer FROM judgements WHERE run_id = ? ORDER BY scorer', [run.id])
  return new Scoring(
    sources,
    run,
    verifying,
    rows.map(([name]) => String(name)),
  )
}

class Scoring implements Scores {
  readonly #sources: Sources
  readonly #run: AuditedRun
  readonly #verifying: Verifying
  readonly #judges: readonly string[]
  readonly #scorers: readonly (readonly [name: string, scorer: DeclaredScorer])[]
  #judgements = 0

  constructor(sources: Sources, run: AuditedRun, verifying: Verifying, judges: readonly string[]) {
    this.#sources = sources
    this.#run = run
    this.#verifying = verifying
    this.#judges = judges
    this.#scorers = Object.entries(run.declaration?.scores ?? {}).filter(([name]) => !judges.includes(name))
  }

  async page(rows: readonly Row[], outcomes: ReadonlyMap<string, Outcome>): Promise<void> {
    const { ledger } = this.#sources
    if (ledger === null) return
    const judgements = await this.#judgementsOf(rows)
    const keys = [...judgements.values()].flat().map(row => String(row['judgement']))
    const said = {
      outcomes: await findOutcomes(ledger, [...new Set(keys)]),
      parts: await findDatapoints(ledger, [...new Set(keys)]),
    }
    for (const row of rows) {
      const columns = Object.keys(row).filter(key => key.startsWith('scores_'))
      const outcome = outcomes.get(String(row['datapoint']))
      const isScoreable = outcome !== undefined && outcome.status === 'ok' && isOwn(row, outcome)
      const own = judgements.get(keyOf(row)) ?? []
      const byJudges = this.#judged(row, own, said)
      const byFunctions = isScoreable ? this.#computed(row, outcome) : {}
      if (outcome !== undefined && outcome.status === 'ok' && !isScoreable) continue
      this.#compare(row, columns, { ...byJudges, ...byFunctions })
    }
  }

  async #judgementsOf(rows: readonly Row[]): Promise<Map<string, Row[]>> {
    if (this.#judges.length === 0) return new Map()
    const datapoints = [...new Set(rows.map(row => String(row['datapoint'])))]
    const query = { where: { run_id: this.#run.id }, in: { key: 'datapoint', values: datapoints } }
    const found = Map.groupBy(await Array.fromAsync(this.#sources.store.rows('judgements', query)), keyOf)
    for (const row of rows) this.#judgements += found.get(keyOf(row))?.length ?? 0
    return found
  }

  /** The scores of the judges; and each judgement against its outcome. */
  #judged(row: Row, own: readonly Row[], said: Said): Row {
    const scores: Row = {}
    for (const name of this.#judges) {
      const judgements = own.filter(judgement => judgement['scorer'] === name)
      const ended = judgements.flatMap(judgement => this.#endedAs(name, judgement, said))
      if (judgements.length === 0 || ended.length < judgements.length) continue
      const trials = judgements.map(judgement => judgement['scorer_trial'])
      if (new Set(trials).size !== trials.length || trials.some(trial => Number(trial) >= trials.length))
        this.#differs('judgements', 'scorer_trial', row, trials, null, 'the trials of its scorer')
      const { columns } = together(
        name,
        ended.map(outcome => ({ outcome })),
      )
      for (const column of Object.keys(row).filter(key => isOf(name, key))) scores[column] = null
      Object.assign(scores, columns)
    }
    return scores
  }

  #endedAs(name: string, judgement: Row, { outcomes, parts }: Said): readonly Outcome[] {
    const key = String(judgement['judgement'])
    const [outcome, known] = [outcomes.get(key), parts.get(key)]
    const isRight =
      known !== undefined &&
      isKeyOf(key, known) &&
      known.parts.name === judgeName(name) &&
      known.parts.trial === judgement['scorer_trial']
    if (!isRight) {
      this.#differs('judgements', 'judgement', judgement, key, null, 'the keys of its scorer in the ledger')
      return []
    }
    if (outcome === undefined || !isOwn(judgement, outcome)) {
      const message = `judgements of the run ${this.#run.id} were deleted from the ledger, or made again`
      this.#verifying.cannot('judgement-replaced', this.#run.id, message, 'run the benchmark again', { judgement: key })
      return []
    }
    // Judgements come one by one, and only one that was started again can have been cut off.
    if (outcome.batchSize !== 1 || (outcome.maybePaid && outcome.status === 'ok' && outcome.attempts === 1))
      this.#verifying.wrong('ledger-judgement', this.#run.id, 'judgements of the ledger say what none can be', { judgement: key })
    const { batch_size: _, maybe_paid: __, ...expected } = outcomeColumns({ ...outcome, result: {} }, new Set())
    const keys = new Set([...judged, ...Object.keys(expected)])
    this.#verifying.looked(keys.size)
    for (const column of differingKeys(judgement, expected, keys))
      this.#differs('judgements', column, judgement, judgement[column], expected[column], 'the outcome in the ledger')
    return [outcome]
  }

  #computed(row: Row, outcome: Outcome): Row {
    const { data } = this.#sources
    const item = data?.item(String(row['input_id']))
    if (data === null || item === undefined) return {}
    const scores: Row = {}
    for (const [name, scorer] of this.#scorers) {
      if (typeof scorer !== 'function') continue
      const expected = data.expected(item)
      const scored = {
        id: item.id,
        datapoint: String(row['datapoint']),
        input: item.input,
        result: outcome.result as never,
        expected,
      }
      for (const column of Object.keys(row).filter(key => isOf(name, key))) scores[column] = null
      Object.assign(scores, judge(name, scorer, scored).columns)
    }
    return scores
  }

  #compare(row: Row, stored: readonly string[], expected: Row): void {
    const isOk = row['status'] === 'ok'
    for (const column of isOk ? stored.filter(key => !Object.hasOwn(expected, key)) : []) {
      const message = `scores of the run ${this.#run.id} are given by functions, which no database holds`
      const hint = 'give the benchmark: `verify(db, { benchmark })`, `--benchmark FILE`'
      this.#verifying.cannot(`scores:${column}`, this.#run.id, message, hint, { column })
    }
    const keys = isOk ? Object.keys(expected) : stored
    this.#verifying.looked(keys.length)
    for (const column of differingKeys(row, expected, keys))
      this.#differs('predictions', column, row, row[column], expected[column], 'what its scorer says')
  }

  #differs(table: string, column: string, row: Row, stored: unknown, computed: unknown, why: string): void {
    const { input_id, trial } = row
    this.#verifying.differs(
      table,
      column,
      this.#run.id,
      { input_id, trial, stored: stored ?? null, computed: computed ?? null },
      why,
    )
  }

  async finish(): Promise<void> {
    if (this.#sources.ledger === null || this.#judges.length === 0) return
    const all = await this.#sources.store.count('judgements', { where: { run_id: this.#run.id } })
    if (all !== this.#judgements)
      this.#verifying.wrong(
        'judgements-astray',
        this.#run.id,
        `judgements of the run ${this.#run.id} are of no prediction of it`,
        {
          rows: all,
          found: this.#judgements,
        },
      )
  }
}

function keyOf({ datapoint, input_id, trial }: Row): string {
  return JSON.stringify([datapoint, input_id, trial])
}

/** Whether a column is of this scorer: `scores_<name>`, or `scores_<name>_<key>`. */
function isOf(name: string, column: string): boolean {
  return column === `scores_${name}` || column.startsWith(`scores_${name}_`)
}

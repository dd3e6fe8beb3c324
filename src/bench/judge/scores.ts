// Judges the results of a run once all of them are stored: so a scorer that throws, hangs or crashes costs nothing and disturbs no measurement.
import { findOutcomes, type Outcome } from '../../ledger/outcomes.ts'
import type { Amendment, Change, Row } from '../../store/store.ts'
import type { Scored } from '../declare/scorer.ts'
import { pageSize } from '../plan/pages.ts'
import { inPages } from './in-pages.ts'
import { scoredOf } from './judgement-key.ts'
import { type Judged, readJudgements } from './judgements.ts'
import { type Judgement, judge } from './score.ts'
import type { Session, StoredConfiguration, StoredItem } from '../execute/session.ts'

const table = 'assay_predictions'

/**
 * Writes `scores_*` into every `ok` row of the run, in pages, and says how many scores are missing because nobody has judged yet. A
 * `TypeError` names a column that two scorers write.
 */
export async function computeScores(session: Session): Promise<{ readonly unjudged: number }> {
  if (Object.keys(session.declaration.scores).length === 0) return { unjudged: 0 }
  const scoring = new Scoring(session)
  const columns = ['assay_row', 'input_id', 'trial', 'datapoint', 'produced_by']
  for (const configuration of session.configurations) {
    const where = { run_id: session.runId, assay_params: configuration.row, status: 'ok' }
    for await (const page of inPages(session.store.rows(table, { where, columns }), pageSize))
      await write(session, await scoring.page(page, configuration))
  }
  for await (const amendments of inPages(scoring.blanks(), pageSize)) await write(session, { amendments, judgements: [] })
  return scoring
}

async function write({ store }: Session, { amendments, judgements }: Scores): Promise<void> {
  const changes: Change[] = []
  if (amendments.length > 0) changes.push({ type: 'amend', table, rows: amendments })
  if (judgements.length > 0) changes.push({ type: 'insert', table: 'judgements', rows: judgements })
  if (changes.length > 0) await store.commit(changes)
}

interface Scores {
  readonly amendments: readonly Amendment[]
  readonly judgements: readonly Row[]
}

/** A row, and what scorers are given of it; `null` where its result is gone. */
interface Scoreable {
  readonly row: Row
  readonly scored: Scored<unknown, unknown, unknown> | null
}

const nothing: Judgement = { columns: null, reason: null }

class Scoring {
  /** Scores that no judgement is there for. */
  unjudged = 0
  readonly #session: Session
  readonly #items: ReadonlyMap<string, StoredItem>
  /** Which scorer writes a column. */
  readonly #writers = new Map<string, string>()
  /** The columns of each scorer, as far as they are known. */
  readonly #columns: ReadonlyMap<string, Set<string>>
  /** By scorer, the numbers of rows without a score that came before its first one, when its columns were not known yet. */
  readonly #early: ReadonlyMap<string, number[]>
  /** By scorer, what went wrong first. */
  readonly #failures = new Map<string, string>()

  constructor(session: Session) {
    const names = Object.keys(session.declaration.scores)
    this.#session = session
    this.#items = new Map(session.items.map(item => [item.id, item]))
    this.#columns = new Map(names.map(name => [name, new Set<string>()]))
    this.#early = new Map(names.map(name => [name, []]))
  }

  /** What is to be written into these rows, and the rows of `judgements` beside it. */
  async page(rows: readonly Row[], configuration: StoredConfiguration): Promise<Scores> {
    const keys = new Set(rows.map(row => String(row['datapoint'])))
    const outcomes = await findOutcomes(this.#session.ledger.store, [...keys])
    const page = rows.map(row => ({ row, scored: this.#scored(row, outcomes.get(String(row['datapoint']))) }))
    for (const { row, scored } of page) if (scored === null) this.#findReplaced(row, configuration)
    const judged = await this.#judged(page)
    return {
      amendments: page.map(one => ({ row: Number(one.row['assay_row']), set: this.#scoresOf(one, judged, configuration) })),
      judgements: [...judged.values()].flatMap(ofScorer => [...ofScorer.values()].flatMap(({ rows }) => rows)),
    }
  }

  /** `null` for a result that is not the row's own any more. */
  #scored(row: Row, outcome: Outcome | undefined): Scored<unknown, unknown, unknown> | null {
    const { declaration } = this.#session
    if (outcome?.status !== 'ok' || outcome.producedBy !== row['produced_by']) return null
    const item = this.#items.get(String(row['input_id'])) as StoredItem
    return scoredOf(declaration, item, String(row['datapoint']), outcome)
  }

  /** What scorers with tasks have said, by scorer and datapoint. */
  async #judged(page: readonly Scoreable[]): Promise<Map<string, ReadonlyMap<string, Judged>>> {
    const judged = new Map<string, ReadonlyMap<string, Judged>>()
    const own = page.flatMap(({ row, scored }) => (scored === null ? [] : [{ row, scored }]))
    for (const [name, scorer] of Object.entries(this.#session.declaration.scores)) {
      if (typeof scorer !== 'function') judged.set(name, await readJudgements(this.#session, name, scorer.trials, own))
    }
    return judged
  }

  #scoresOf(
    { row, scored }: Scoreable,
    judged: ReadonlyMap<string, ReadonlyMap<string, Judged>>,
    { params }: StoredConfiguration,
  ): Row {
    const set: Row = {}
    for (const [name, scorer] of Object.entries(this.#session.declaration.scores)) {
      const of = scored === null ? undefined : judged.get(name)?.get(scored.datapoint)
      const said = scored === null ? nothing : typeof scorer === 'function' ? judge(name, scorer, scored) : (of ?? nothing)
      const about = { input_id: String(row['input_id']), params, trial: row['trial'] }
      if (said.reason !== null) this.#findFailed(name, { ...about, reason: said.reason })
      if (of?.isMissing === true) this.#findMissing(name, about)
      Object.assign(set, said.columns === null ? this.#blank(name, Number(row['assay_row'])) : this.#own(name, said.columns))
    }
    return set
  }

  #findMissing(name: string, example: Row): void {
    this.unjudged++
    const message = `the scorer \`${name}\` has not judged these results`
    const hint = 'their scores are null; run again without `--execute none`'
    this.#session.findings.add({ id: `scorer-missed:${name}`, severity: 'error', message, hint }, example)
  }

  #own(name: string, columns: Row): Row {
    for (const column of Object.keys(columns)) {
      const writer = this.#writers.get(column)
      if (writer !== undefined && writer !== name)
        throw new TypeError(
          `expected each scorer to write columns of its own, got \`${column}\` from \`${writer}\` and \`${name}\`; rename one and run again: nothing executes`,
        )
      this.#writers.set(column, name)
      this.#columns.get(name)?.add(column)
    }
    return columns
  }

  /** `null` in each column of a scorer; they are known once it gave a score. */
  #blank(name: string, row: number): Row {
    const columns = [...(this.#columns.get(name) ?? [])]
    if (columns.length === 0) this.#early.get(name)?.push(row)
    return Object.fromEntries(columns.map(column => [column, null]))
  }

  /** The rows that had to wait for the columns of a scorer. One that never gave a score is taken to give single values. */
  *blanks(): Generator<Amendment> {
    for (const [name, rows] of this.#early) {
      if (rows.length === 0) continue
      const known = [...(this.#columns.get(name) ?? [])]
      const columns = known.length > 0 ? known : [`scores_${name}`]
      const set = this.#own(name, Object.fromEntries(columns.map(column => [column, null])))
      for (const row of rows) yield { row, set }
    }
  }

  #findFailed(name: string, example: { readonly input_id: string; readonly reason: string } & Row): void {
    const first = `first for the item ${JSON.stringify(example.input_id)}: ${example.reason}`
    const message = this.#failures.get(name) ?? `the scorer \`${name}\` gave no score that can be kept, ${first}`
    this.#failures.set(name, message)
    const hint = 'these scores are null; mend the scorer and run again: nothing executes'
    this.#session.findings.add({ id: `scorer-failed:${name}`, severity: 'warning', message, hint }, example)
  }

  /** Another process executed the datapoint again while this run went on: a score of its result would stand beside ours. */
  #findReplaced(row: Row, { params }: StoredConfiguration): void {
    const message = 'the results of datapoints were replaced by another run meanwhile, so these rows have no scores'
    const hint = 'run again: the new results are replayed and scored'
    const example = { input_id: row['input_id'], params, trial: row['trial'] }
    this.#session.findings.add({ id: 'score-result-replaced', severity: 'warning', message, hint }, example)
  }
}

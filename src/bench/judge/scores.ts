// Judges the results of a run once all of them are stored: so a scorer that throws, hangs or crashes costs nothing and disturbs no measurement.
import { findOutcomes, type Outcome } from '../../ledger/outcomes.ts'
import type { Amendment, Row } from '../../store/store.ts'
import { expectedOf } from '../declare/items.ts'
import { pageSize } from '../plan/pages.ts'
import { judge } from './score.ts'
import type { Session, StoredConfiguration, StoredItem } from '../execute/session.ts'

const table = 'assay_predictions'

/** Writes `scores_*` into every `ok` row of the run, in pages. A `TypeError` names a column that two scorers write. */
export async function computeScores(session: Session): Promise<void> {
  if (Object.keys(session.declaration.scores).length === 0) return
  const scoring = new Scoring(session)
  const columns = ['assay_row', 'input_id', 'trial', 'datapoint', 'produced_by']
  for (const configuration of session.configurations) {
    const where = { run_id: session.runId, assay_params: configuration.row, status: 'ok' }
    for await (const page of inPages(session.store.rows(table, { where, columns })))
      await amend(session, await scoring.page(page, configuration))
  }
  for await (const page of inPages(scoring.blanks())) await amend(session, page)
}

async function amend({ store }: Session, rows: readonly Amendment[]): Promise<void> {
  if (rows.length > 0) await store.commit([{ type: 'amend', table, rows }])
}

class Scoring {
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

  /** What is to be written into these rows. */
  async page(rows: readonly Row[], configuration: StoredConfiguration): Promise<Amendment[]> {
    const keys = new Set(rows.map(row => String(row['datapoint'])))
    const outcomes = await findOutcomes(this.#session.ledger.store, [...keys])
    return rows.map(row => {
      const outcome = outcomes.get(String(row['datapoint']))
      const isSame = outcome?.status === 'ok' && outcome.producedBy === row['produced_by']
      if (!isSame) this.#findReplaced(row, configuration)
      return { row: Number(row['assay_row']), set: this.#scoresOf(row, isSame ? outcome : null, configuration) }
    })
  }

  #scoresOf(row: Row, outcome: Outcome | null, { params }: StoredConfiguration): Row {
    const { declaration } = this.#session
    const item = this.#items.get(String(row['input_id'])) as StoredItem
    const set: Row = {}
    for (const [name, scorer] of Object.entries(declaration.scores)) {
      const { columns, reason } =
        outcome === null
          ? { columns: null, reason: null }
          : judge(name, scorer, {
              id: item.id,
              datapoint: String(row['datapoint']),
              input: item.input,
              result: outcome.result,
              expected: expectedOf(declaration, item).value,
            })
      if (reason !== null) this.#findFailed(name, { input_id: item.id, params, trial: row['trial'], reason })
      Object.assign(set, columns === null ? this.#blank(name, Number(row['assay_row'])) : this.#own(name, columns))
    }
    return set
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

async function* inPages<T>(values: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T[]> {
  let page: T[] = []
  for await (const value of values) {
    if (page.push(value) < pageSize) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}

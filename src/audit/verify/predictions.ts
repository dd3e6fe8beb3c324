// Holds every prediction of a run against the ledger's outcome of its datapoint, against its params and its item, and its scores against who gave them.
import { inPages } from '../../bench/judge/in-pages.ts'
import { type Outcome, findOutcomes } from '../../ledger/outcomes.ts'
import { type KnownDatapoint, findDatapoints } from '../../ledger/parts.ts'
import { paramsColumns } from '../../tracker/row.ts'
import type { Row, Store } from '../../store/store.ts'
import type { AuditedConfiguration, AuditedRun } from './audited-run.ts'
import { differingKeys, isSameCell } from './cells.ts'
import type { Data } from './data.ts'
import { isKeyOf } from './ledger-key.ts'
import { isOfResult, isOwn, oddCache, outcomeColumns } from './outcomes.ts'
import { Places } from './places.ts'
import { type Scores, createScores } from './scores.ts'
import type { Verifying } from './verifying.ts'

const table = 'assay_predictions'
const pageSize = 200
const ofLedger = 'the outcome in the ledger'

export interface Sources {
  readonly store: Store
  /** Where the run keeps results; `null` where that is not there. */
  readonly ledger: Store | null
  readonly data: Data | null
}

/** Reads rows page by page. What cannot be read is a difference. */
export async function verifyPredictions(sources: Sources, run: AuditedRun, verifying: Verifying): Promise<void> {
  const { store } = sources
  const added = await store.addedKeys('predictions')
  const columns = [...(await store.columns(table)).map(({ key }) => key), 'assay_item']
  const places = new Places(run, verifying)
  const scores = await createScores(sources, run, verifying)
  let rows = 0
  for (const [c, configuration] of run.configurations.entries()) {
    if (configuration.row === null) {
      verifying.wrong('params-missing', run.id, `params of the run ${run.id} are not in \`assay_params\``, configuration.params)
      continue
    }
    const checking = new Checking({ sources, run, verifying, added, configuration, scores })
    try {
      const query = { where: { run_id: run.id, assay_params: configuration.row }, columns }
      for await (const page of inPages(store.rows(table, query), pageSize)) {
        for (const row of page) places.add(row, c)
        await checking.page(page)
        rows += page.length
      }
    } catch (error) {
      const message = `predictions of the run ${run.id} cannot be read: ${(error as Error).message}`
      verifying.wrong('predictions-unreadable', run.id, message, { params: configuration.params })
      return
    }
  }
  await scores.finish()
  const all = await store.count(table, { where: { run_id: run.id } })
  if (all !== rows)
    verifying.wrong('predictions-astray', run.id, `predictions of the run ${run.id} are of no configuration of it`, {
      rows: all,
      found: rows,
    })
}

interface Circumstances {
  readonly sources: Sources
  readonly run: AuditedRun
  readonly verifying: Verifying
  readonly added: ReadonlySet<string>
  readonly configuration: AuditedConfiguration
  readonly scores: Scores
}

class Checking {
  readonly #about: Circumstances

  constructor(about: Circumstances) {
    this.#about = about
  }

  async page(page: readonly Row[]): Promise<void> {
    const { sources, scores } = this.#about
    const { ledger } = sources
    const keys = [...new Set(page.map(row => String(row['datapoint'])))]
    const parts = ledger === null ? new Map<string, KnownDatapoint>() : await findDatapoints(ledger, keys)
    const outcomes = ledger === null ? new Map<string, Outcome>() : await findOutcomes(ledger, keys)
    const items = await this.#itemsOf(page)
    for (const row of page) {
      this.#checkOwn(row, items.get(Number(row['assay_item'])))
      if (ledger === null) continue
      const key = String(row['datapoint'])
      this.#checkParts(row, parts.get(key))
      this.#checkOutcome(row, parts.has(key), outcomes.get(key))
    }
    await scores.page(page, outcomes)
  }

  /** The items that rows refer to, by row number; without data their digests alone. */
  async #itemsOf(page: readonly Row[]): Promise<Map<number, Row>> {
    const { store, data } = this.#about.sources
    const values = [...new Set(page.map(row => Number(row['assay_item'])))]
    const keys = data === null ? [] : (await store.columns('assay_items')).map(({ key }) => key)
    const query = { columns: ['assay_row', 'digest', ...keys], in: { key: 'assay_row', values } }
    const rows = await Array.fromAsync(store.rows('assay_items', query))
    return new Map(rows.map(({ assay_row: number, ...row }) => [Number(number), row]))
  }

  #differs(column: string, row: Row, computed: unknown, why: string): void {
    const { input_id, trial } = row
    const { run, verifying, configuration } = this.#about
    const example = { input_id, trial, params: configuration.params, stored: row[column] ?? null, computed: computed ?? null }
    verifying.differs('predictions', column, run.id, example, why)
  }

  /** What can be told without the ledger. */
  #checkOwn(row: Row, stored: Row | undefined): void {
    const { run, configuration, verifying, sources } = this.#about
    const params = paramsColumns(configuration.params)
    const keys = new Set([...Object.keys(params), ...Object.keys(row).filter(key => key.startsWith('params_'))])
    verifying.looked(keys.size + 2)
    for (const column of differingKeys(row, params, keys)) this.#differs(column, row, params[column], 'its params')
    const odd = oddCache(row, run.id)
    if (odd !== null) this.#differs(odd, row, null, 'what a run can write')
    if (row['benchmark'] !== run.benchmark) this.#differs('benchmark', row, run.benchmark, 'its run')
    if (stored === undefined) this.#differs('assay_item', row, null, 'the rows of `assay_items`')
    if (sources.data === null) return
    const item = sources.data.item(String(row['input_id']))
    if (item === undefined) return this.#differs('input_id', row, null, 'the ids in the data')
    const expected = sources.data.expected(item)
    const fields = new Set([...Object.keys(item.columns), ...Object.keys(stored ?? {})])
    verifying.looked(fields.size + 1)
    for (const column of differingKeys(stored ?? {}, item.columns, fields))
      this.#differs(column, { ...row, [column]: stored?.[column] }, item.columns[column], 'the items in the data')
    if (!isSameCell(row['expected'], expected)) this.#differs('expected', row, expected, 'the data')
  }

  #checkParts(row: Row, known: KnownDatapoint | undefined): void {
    const { run, configuration, verifying, sources } = this.#about
    if (known === undefined) return this.#differs('datapoint', row, null, 'the keys in the ledger')
    verifying.looked(4)
    const { parts } = known
    if (!isKeyOf(String(row['datapoint']), known))
      verifying.wrong('ledger-key', run.id, 'datapoints of the ledger have a key that is not that of their parts', {
        datapoint: row['datapoint'],
      })
    if (parts.name !== run.benchmark) this.#differs('datapoint', row, parts.name, 'the benchmark of its datapoint')
    if (parts.trial !== row['trial']) this.#differs('trial', row, parts.trial, 'its datapoint')
    if (parts.params !== configuration.text) this.#differs('assay_params', row, parts.params, 'its datapoint')
    if (parts.code !== run.row['code'])
      verifying.differs('runs', 'code', run.id, { stored: run.row['code'], datapoint: row['datapoint'] }, 'its datapoints')
    const item = sources.data?.item(String(row['input_id']))
    if (item !== undefined && item.inputDigest !== parts.input) this.#differs('input_id', row, null, 'the input in the data')
  }

  #checkOutcome(row: Row, isKnown: boolean, outcome: Outcome | undefined): void {
    const { run, verifying, added } = this.#about
    if (outcome === undefined) {
      if (isKnown)
        verifying.cannot(
          'result-deleted',
          run.id,
          `results of the run ${run.id} were deleted from the ledger`,
          'its rows stand for themselves',
          {
            datapoint: row['datapoint'],
          },
        )
      return
    }
    if (!isOwn(row, outcome)) {
      const message = `datapoints of the run ${run.id} were executed again since, and the ledger holds the newer result`
      verifying.cannot('result-replaced', run.id, message, 'verify the newer run', {
        datapoint: row['datapoint'],
        by: outcome.producedBy,
      })
      return
    }
    const expected = outcomeColumns(outcome, added)
    const keys = new Set([...Object.keys(expected), ...Object.keys(row).filter(key => isOfResult(key, added))])
    verifying.looked(keys.size)
    for (const column of differingKeys(row, expected, keys)) this.#differs(column, row, expected[column], ofLedger)
  }
}

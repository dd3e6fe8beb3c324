// Checks that each row of a run has a place of its own in it, and that rows of one item agree on what the item is.
import type { Row } from '../../store/store.ts'
import type { AuditedRun } from './audited-run.ts'
import { isSameCell } from './cells.ts'
import type { Verifying } from './verifying.ts'

interface Known {
  readonly id: string
  readonly item: unknown
  readonly expected: unknown
}

/** Holds one entry for each item of the run, as the run itself did. */
export class Places {
  readonly #run: AuditedRun
  readonly #verifying: Verifying
  readonly #taken: Uint8Array
  readonly #known = new Map<number, Known>()
  readonly #ids = new Map<string, number>()

  constructor(run: AuditedRun, verifying: Verifying) {
    this.#run = run
    this.#verifying = verifying
    this.#taken = new Uint8Array(Math.max(0, run.planned))
  }

  /** `row` with `assay_item`, of the configuration with this number. */
  add(row: Row, configuration: number): void {
    const { id, items, trials, planned } = this.#run
    const [input, trial] = [String(row['input_id']), Number(row['trial'])]
    const example = { row_id: row['row_id'], input_id: input, trial }
    const position = positionOf(row['row_id'], id)
    if (items === null) return
    const isPlace = position !== null && position < planned && Math.floor(position / items) === configuration * trials + trial
    if (!isPlace || this.#taken[position] === 1) {
      this.#verifying.differs('predictions', 'row_id', id, example, 'the places of the run: its configurations, trials and items')
      return
    }
    this.#taken[position] = 1
    this.#agree(position % items, { id: input, item: row['assay_item'], expected: row['expected'] }, example)
  }

  #agree(place: number, row: Known, example: Row): void {
    const before = this.#known.get(place)
    const other = this.#ids.get(row.id) ?? place
    this.#known.set(place, before ?? row)
    this.#ids.set(row.id, other)
    const columns = {
      input_id: before?.id !== row.id,
      assay_item: !isSameCell(before?.item, row.item),
      expected: !isSameCell(before?.expected, row.expected),
    }
    for (const [column, differs] of Object.entries(columns))
      if (before !== undefined && differs)
        this.#verifying.differs('predictions', column, this.#run.id, example, 'other rows of the same item')
    if (other !== place)
      this.#verifying.differs('predictions', 'input_id', this.#run.id, example, 'other rows: two items have this id')
  }
}

function positionOf(rowId: unknown, run: string): number | null {
  const [, digits] = /^(?:.*):(\d+)$/s.exec(String(rowId)) ?? []
  return digits !== undefined && rowId === `${run}:${Number(digits)}` ? Number(digits) : null
}

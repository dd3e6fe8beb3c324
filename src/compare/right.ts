// Which rows are right by a metric of right answers, and which items got worse or cannot make up their mind.
import { createClassNumbers, kindOfMetric } from '../metrics/kinds.ts'
import { compareText } from '../metrics/key-order.ts'
import type { Definition, MetricRow } from '../metrics/metric.ts'
import { readRow } from '../metrics/read-row.ts'

/** Whether a row is right; `null` for one that was skipped or has no right answer. What failed or was not answered is not right. */
export type IsRight = (row: MetricRow) => boolean | null

/** `null` for a metric of anything but right answers. */
export function rightBy(definition: Definition): IsRight | null {
  const { scale } = kindOfMetric(definition)
  const { better } = definition.options
  if (scale === 'numbers' || (scale === 'column' && better === undefined)) return null
  const numberOf = createClassNumbers()
  return row => {
    const cell = row[definition.column] ?? null
    if (scale === 'column' && cell !== null && typeof cell !== 'boolean') return null
    const reading = readRow(definition, row, numberOf)
    if (reading.state === 'failed' || reading.state === 'unanswered') return false
    if (reading.state !== 'counted') return null
    if (scale === 'classes') return reading.value === reading.other
    return (reading.value === 1) === (scale !== 'column' || better === 'higher')
  }
}

/** One execution of an item. */
export interface Execution {
  readonly inputId: string
  readonly trial: number
  /** Of executions of one datapoint. */
  readonly datapoint: string
  readonly isRight: boolean
}

/** Items of which every row of the baseline is right and a row of the candidate is not, in order. */
export function fallenItems(baseline: readonly Execution[], candidate: readonly Execution[]): string[] {
  const before = Map.groupBy(baseline, ({ inputId }) => inputId)
  const wrong = new Set(candidate.filter(({ isRight }) => !isRight).map(({ inputId }) => inputId))
  return [...wrong].filter(id => before.get(id)?.every(({ isRight }) => isRight) === true).sort(compareText)
}

/** An item whose executions do not agree. */
export interface FlakyItem {
  readonly input_id: string
  readonly executions: number
  readonly right: number
  /** How many executions differ from the one before, as a share of those that have one before. */
  readonly flip_rate: number
  /** A datapoint of it was wrong or failed, was executed again, and was right. */
  readonly retried_until_green: boolean
}

/**
 * Of the executions of one configuration under one code, in the order in which they were made: trials, and executions of a datapoint again.
 * Those that flip most come first.
 */
export function flakyItems(executions: readonly Execution[]): FlakyItem[] {
  const items = [...Map.groupBy(executions, ({ inputId }) => inputId)].map(([input_id, own]): FlakyItem => {
    const flips = own.filter(({ isRight }, i) => i > 0 && own[i - 1]?.isRight !== isRight).length
    const ofDatapoints = [...Map.groupBy(own, ({ datapoint }) => datapoint).values()]
    return {
      input_id,
      executions: own.length,
      right: own.filter(({ isRight }) => isRight).length,
      flip_rate: own.length < 2 ? 0 : flips / (own.length - 1),
      retried_until_green: ofDatapoints.some(all => all.at(-1)?.isRight === true && all.some(({ isRight }) => !isRight)),
    }
  })
  return items
    .filter(({ flip_rate }) => flip_rate > 0)
    .sort((a, b) => b.flip_rate - a.flip_rate || compareText(a.input_id, b.input_id))
}

// Reads a cell that holds a probability, or one for each class, against the label that is right.
import { isPlainObject } from '../base/keys.ts'
import type { MetricRow } from './metric.ts'
import { isSame } from './same.ts'

/** The probabilities given to outcomes of which one came true. */
export interface Forecast {
  /** Given to what came true. */
  readonly ofTruth: number
  /** What is believed most, and whether it came true. */
  readonly confidence: number
  readonly isRight: boolean
  /** Squared distances from the outcomes. */
  readonly brier: number
}

/** A text says what is wrong with the cell. `numberOf` remembers which kinds of label there were in earlier rows. */
export function readForecast(column: string, row: MetricRow, numberOf: (kind: string) => number): Forecast | string {
  const value = row[column]
  const expected = row['expected']
  if (isPlainObject(value)) return ofClasses(column, value, expected)
  if (!isProbability(value)) return `column ${column} holds ${String(value)}, which is no probability`
  // Where 0 and 1 are two digits of ten, they are not no and yes.
  if (numberOf(isYesOrNo(expected) ? 'yes or no' : 'a label') > 0)
    return `column ${column} holds one probability, and \`expected\` holds yes or no besides other labels; give one for each class`
  const isTrue = truthOf(row)
  if (isTrue === null)
    return `column ${column} holds one probability, and neither \`expected\` is true or false nor is there a \`prediction\``
  const ofTruth = isTrue ? value : 1 - value
  return { ofTruth, confidence: value, isRight: isTrue, brier: (1 - ofTruth) ** 2 }
}

function ofClasses(column: string, value: Readonly<Record<string, unknown>>, expected: unknown): Forecast | string {
  const entries = Object.entries(value)
  if (entries.length === 0) return `column ${column} holds an object without probabilities`
  const wrong = entries.find(([, one]) => !isProbability(one))
  if (wrong !== undefined) return `column ${column} gives ${wrong[0]} ${String(wrong[1])}, which is no probability`
  const [best] = entries.reduce((most, one) => (Number(one[1]) > Number(most[1]) ? one : most), ['', -1])
  const right = String(expected)
  const isGiven = Object.hasOwn(value, right)
  const ofTruth = isGiven ? Number(value[right]) : 0
  const known = entries.reduce((total, [name, one]) => total + (Number(one) - (name === right ? 1 : 0)) ** 2, 0)
  return {
    ofTruth,
    confidence: Number(value[best] ?? 0),
    isRight: best === right,
    brier: known + (isGiven ? 0 : 1),
  }
}

function isYesOrNo(expected: unknown): boolean {
  return expected === true || expected === false || expected === 1 || expected === 0
}

function isProbability(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1
}

/** Whether what a single probability speaks of came true; `null` where that cannot be known. */
function truthOf(row: MetricRow): boolean | null {
  const { expected, prediction = null } = row
  if (isYesOrNo(expected)) return Boolean(expected)
  return prediction === null ? null : isSame(prediction, expected)
}

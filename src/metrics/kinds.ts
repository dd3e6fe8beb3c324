// What each kind of metric reads of a row: one number or two, or what is wrong with it.
import { isPlainObject } from '../base/keys.ts'
import { kindOf } from '../base/kind.ts'
import { toTagged } from '../record/tagged.ts'
import type { Definition, KindName, MetricRow } from './metric.ts'
import { readForecast } from './probability.ts'
import { isSame } from './same.ts'

/** `x` and `y` of a row. A text is why it cannot be counted. */
export type Reading = readonly [x: number, y: number] | string

/** Numbers for classes, from 0 in the order in which they come. */
export type ClassNumbers = (label: unknown) => number

export interface Kind {
  /** Rows without `expected` never count. */
  readonly isLabelled: boolean
  /**
   * `yes-no`: `x` is 1 or 0. `classes`: `x` the class that was given, −1 for none, `y` the right one. `numbers`: measured. `column`: yes-no
   * where the column holds booleans, else numbers.
   */
  readonly scale: 'yes-no' | 'classes' | 'numbers' | 'column'
  readonly read: (row: MetricRow, definition: Definition, numberOf: ClassNumbers) => Reading
}

/** Columns besides its own and `expected` that a kind may read. */
export const besides: Partial<Readonly<Record<KindName, readonly string[]>>> = {
  logLoss: ['prediction'],
  brierScore: ['prediction'],
  calibrationError: ['prediction'],
}

const classes: Kind = {
  isLabelled: true,
  scale: 'classes',
  read: (row, { column }, numberOf) => [numberOf(row[column]), numberOf(row['expected'])],
}

const right: Kind = {
  isLabelled: true,
  scale: 'yes-no',
  read: (row, { column }) => [isSame(row[column], row['expected']) ? 1 : 0, 0],
}

const numeric: Kind = {
  isLabelled: false,
  scale: 'column',
  read: (row, { kind, column }) => {
    const value = row[column]
    return typeof value === 'number' || typeof value === 'boolean'
      ? [Number(value), 0]
      : `column ${column} holds ${kindOf(value)}, and ${kind} takes numbers`
  },
}

const success: Kind = {
  isLabelled: false,
  scale: 'yes-no',
  read: (row, { kind, column }) => {
    const value = row[column]
    return typeof value === 'boolean' || value === 0 || value === 1
      ? [Number(value), 0]
      : `column ${column} holds ${kindOf(value)}, and ${kind} takes booleans, or 1 and 0`
  },
}

/** Squared or absolute errors are made of both numbers. */
const errors: Kind = {
  isLabelled: true,
  scale: 'numbers',
  read: (row, { kind, column }) => {
    const [value, expected] = [row[column], row['expected']]
    if (typeof value !== 'number') return `column ${column} holds ${kindOf(value)}, and ${kind} takes numbers`
    return typeof expected === 'number'
      ? [value, expected]
      : `column expected holds ${kindOf(expected)}, and ${kind} takes numbers`
  },
}

function forecasts(xOf: (forecast: Exclude<ReturnType<typeof readForecast>, string>) => readonly [number, number]): Kind {
  return {
    isLabelled: true,
    scale: 'numbers',
    read: (row, { column }, numberOf) => {
      const forecast = readForecast(column, row, numberOf)
      return typeof forecast === 'string' ? forecast : xOf(forecast)
    },
  }
}

/** The distance from 0 and 1 that probabilities are held to: the smallest step of a double at 1. */
const smallest = Number.EPSILON

const kinds: Readonly<Record<KindName, Kind>> = {
  accuracy: right,
  precision: classes,
  recall: classes,
  f1: classes,
  mae: errors,
  rmse: errors,
  r2: errors,
  logLoss: forecasts(({ ofTruth }) => [-Math.log(Math.min(1 - smallest, Math.max(smallest, ofTruth))), 0]),
  brierScore: forecasts(({ brier }) => [brier, 0]),
  calibrationError: forecasts(({ confidence, isRight }) => [confidence, isRight ? 1 : 0]),
  mean: numeric,
  sum: numeric,
  quantile: numeric,
  passAt: success,
  passAll: success,
}

export function kindOfMetric({ kind, average }: Definition): Kind {
  return kind === 'accuracy' && average === 'macro' ? classes : kinds[kind]
}

/** What equal values share as a key of a `Map`, and different ones do not; the order of an object's keys does not matter. */
export function keyOf(value: unknown): unknown {
  if (typeof value === 'string') return `"${value}`
  if (typeof value !== 'object' || value === null) return value
  const sorted = (_: string, part: unknown) => (isPlainObject(part) ? Object.fromEntries(Object.entries(part).sort()) : part)
  return JSON.stringify(toTagged(value), sorted)
}

/** A new numbering of classes: labels that are equal have one number. */
export function createClassNumbers(): ClassNumbers & { readonly count: () => number } {
  const numbers = new Map<unknown, number>()
  const numberOf = (label: unknown) => {
    const key = keyOf(label)
    const number = numbers.get(key) ?? numbers.size
    if (number === numbers.size) numbers.set(key, number)
    return number
  }
  return Object.assign(numberOf, { count: () => numbers.size })
}

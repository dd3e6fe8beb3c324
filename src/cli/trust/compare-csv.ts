// The sides of a comparison from a CSV file: a column of answers for each, and one of right answers.
import { AssayError } from '../../base/errors.ts'
import { suggestion } from '../../base/nearest.ts'
import { csv } from '../../bench/data/csv.ts'
import type { compareSlices } from '../../compare/slices.ts'
import type { Metric } from '../../metrics/metric.ts'
import { accuracy, f1, mae, precision, r2, recall, rmse } from '../../metrics/labels.ts'
import { UsageError } from '../command.ts'

/** What was typed. */
export interface Asked {
  readonly metric: string | undefined
  readonly run: string | undefined
  readonly expected: string | undefined
  readonly id: string | undefined
  readonly isSequential: boolean
  readonly bounds: { readonly margin?: number; readonly marginRatio?: number; readonly level?: number; readonly by?: string }
}

export type Compare = typeof compareSlices

const labels: Readonly<Record<string, () => Metric<never>>> = { accuracy, f1, precision, recall }
const numbers: Readonly<Record<string, () => Metric<never>>> = { mae, rmse, r2 }

/** An empty cell is no answer. An `AssayError` for a column that the file lacks, and for a cell that should be a number. */
export async function sidesOfCsv(
  file: string,
  [baseline, candidate]: readonly [string, string],
  { metric: name = 'accuracy', expected = '', id = 'id', bounds }: Asked,
  compare: Compare,
): ReturnType<Compare> {
  const make = labels[name] ?? numbers[name]
  if (make === undefined) {
    const names = [...Object.keys(labels), ...Object.keys(numbers)]
    throw new UsageError(
      `There is no metric ${JSON.stringify(name)} for a CSV file.${suggestion(name, names)}`,
      `choose one of ${names.join(', ')}`,
    )
  }
  const read = Object.hasOwn(numbers, name) ? numberOf : (cell: string) => cell || null
  const { by } = bounds
  const columns = [...new Set([id, expected, baseline, candidate, ...(by === undefined ? [] : [by])])]
  const rowsOf = async function* (column: string) {
    let line = 1
    for await (const row of csv(file, columns)) {
      line++
      const place = (cell: string) => `${file}:${line}, column ${cell}`
      yield {
        input_id: row[id] ?? '',
        prediction: read(row[column] ?? '', place(column)),
        expected: read(row[expected] ?? '', place(expected)),
        ...(by !== undefined && { [by]: row[by] }),
      }
    }
  }
  return compare({ name, metric: make() }, rowsOf(baseline), rowsOf(candidate), bounds)
}

function numberOf(cell: string, place: string): number | null {
  if (cell.trim() === '') return null
  const value = Number(cell)
  if (Number.isFinite(value)) return value
  throw new AssayError('data_invalid', `${place} holds ${JSON.stringify(cell)}, which is no number.`, 'mend the file')
}

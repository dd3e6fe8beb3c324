// Items from a CSV file, streamed; every field is a string until somebody says what it means.
import { pipeline } from 'node:stream'
import { AssayError } from '../../base/errors.ts'
import { suggestion } from '../../base/nearest.ts'
import { dataPath, readText } from './file.ts'
import { type Parse, checkParse, invalid, parseRow } from './parse.ts'

/** Rows of a CSV file, streamed at each iteration. Every field is a string, unless `parse` makes something of it. A path is relative to the working directory. */
export function csv(path: string | URL): AsyncIterable<Record<string, string>>
/** Only these columns; one that the file lacks is an error. */
export function csv<const Name extends string>(
  path: string | URL,
  columns: readonly Name[],
): AsyncIterable<{ readonly [K in Name]: string }>
export function csv<Item>(path: string | URL, parse: Parse<Record<string, string>, Item>): AsyncIterable<Item>
export function csv(
  path: string | URL,
  rows?: readonly string[] | Parse<Record<string, string>, unknown>,
): AsyncIterable<unknown> {
  if (!Array.isArray(rows)) checkParse(rows, 'csv() to get names of columns, a function or a schema')
  return { [Symbol.asyncIterator]: () => readCsv(dataPath(path), rows) }
}

async function* readCsv(
  path: string,
  rows: readonly string[] | Parse<Record<string, string>, unknown> | undefined,
): AsyncGenerator<unknown> {
  const { parse: parser } = await import('csv-parse')
  const columns = Array.isArray(rows) ? (rows as readonly string[]) : null
  const records = parser({
    info: true,
    columns: header => checkHeader(header as string[], columns, path),
    skip_empty_lines: true,
  })
  // What goes wrong on the way ends the records, which then say so.
  pipeline(readText(path), records, () => {})
  try {
    for await (const { record, info } of records as AsyncIterable<{ record: Record<string, string>; info: { lines: number } }>) {
      if (columns !== null) yield Object.fromEntries(columns.map(name => [name, record[name]]))
      else
        yield rows === undefined
          ? record
          : await parseRow(rows as Parse<Record<string, string>, unknown>, record, `${path}:${info.lines}`)
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_'))
      throw invalid(path, error.message, error)
    throw error
  }
}

function checkHeader(header: readonly string[], columns: readonly string[] | null, path: string): string[] {
  const twice = header.find((name, i) => header.indexOf(name) !== i)
  if (twice !== undefined) throw invalid(path, `two columns are called ${JSON.stringify(twice)}`)
  const lacking = columns?.find(name => !header.includes(name))
  if (lacking === undefined) return [...header]
  throw new AssayError(
    'data_invalid',
    `${path} has no column \`${lacking}\`.${suggestion(lacking, header)}`,
    `its columns are ${header.join(', ')}`,
  )
}

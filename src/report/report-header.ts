// The first line of a report: of which run and in which format it is, so that it can be rendered again and compared.
import { isPlainObject } from '../base/keys.ts'

export const reportFormats = ['terminal', 'markdown', 'json'] as const
export type ReportFormat = (typeof reportFormats)[number]

export interface ReportHeader {
  readonly run: string
  readonly format: ReportFormat
}

const words = /^(?:# )?Report of the run (\S+) of the database .+, format (\w+)$/

/** `db`: the file's name. */
export function headerLine({ run, format }: ReportHeader, db: string): string {
  return `${format === 'markdown' ? '# ' : ''}Report of the run ${run} of the database ${db}, format ${format}`
}

/** `null` for a text that is no report. */
export function readHeader(text: string): ReportHeader | null {
  const [, run, format] = words.exec(text.split('\n', 1)[0] ?? '') ?? jsonHeader(text)
  const known = reportFormats.find(one => one === format)
  return run === undefined || known === undefined ? null : { run, format: known }
}

function jsonHeader(text: string): readonly string[] {
  try {
    const report: unknown = JSON.parse(text)
    return isPlainObject(report) ? ['', String(report['run']), String(report['format'])] : []
  } catch {
    // A changed character may have broken the JSON below its first lines.
    return ['', /^ {2}"run": "([^"]+)"/m.exec(text)?.[1] ?? '', text.startsWith('{\n') ? 'json' : '']
  }
}

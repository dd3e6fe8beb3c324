// assay report DB: a run as a report, for a terminal, as markdown or as JSON.
import { writeFile } from 'node:fs/promises'
import { renderReport } from '../../audit/report/render-report.ts'
import { AssayError } from '../../base/errors.ts'
import { readHeader, type ReportFormat } from '../../report/report-header.ts'
import type { Command } from '../command.ts'

export const command: Command = {
  about:
    'Writes a run as a report: parameters, coverage, estimates, latency, errors, cost, cache, comparisons with the best configuration, environment and findings, each table with the SQL that gives it',
  positionals: [{ name: 'DB', about: 'the path of a database' }],
  flags: {
    run: { kind: 'text', value: 'RUN', about: 'the id of a run (default: the newest)' },
    format: { kind: 'text', value: 'FORMAT', about: 'terminal, markdown or json (default terminal)' },
    out: { kind: 'text', value: 'FILE', about: 'write it to a file; one that is there is replaced' },
  },
  example: 'assay report assay.db --format markdown --out report.md',
  run: async ({ positionals: [db = ''], flags }) => {
    const { run, format, out } = flags as { readonly [flag: string]: string | undefined }
    const about = { ...(run !== undefined && { run }), ...(format !== undefined && { format: format as ReportFormat }) }
    const text = await renderReport(db, about)
    const { run: id, format: shown } = readHeader(text) ?? { run, format }
    if (out !== undefined) await write(out, text)
    const data = { run_id: id, format: shown, out: out ?? null, report: shown === 'json' ? (JSON.parse(text) as object) : text }
    return { data, text: out === undefined ? text : `the report of the run ${id} is in ${out}` }
  },
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, `${text}\n`)
  } catch (error) {
    throw new AssayError(
      'io',
      `The report cannot be written to ${file}: ${(error as Error).message}.`,
      'give another path',
      error,
    )
  }
}

// assay verify DB: whether every stored number is what its rows give, and whether a report still says what the database says.
import { readFile } from 'node:fs/promises'
import { renderReport } from '../../audit/report/render-report.ts'
import { verify } from '../../audit/verify/verify.ts'
import { AssayError } from '../../base/errors.ts'
import type { Finding } from '../../base/findings.ts'
import { readHeader } from '../../report/report-header.ts'
import { changedLines } from '../../report/changed-lines.ts'
import { renderFindings } from '../../report/findings.ts'
import { formatCount, plural } from '../../report/numbers.ts'
import type { Command, Result } from '../command.ts'

type Verified = Awaited<ReturnType<typeof verify>>

export const command: Command = {
  about:
    'Recomputes every stored metric from its rows, holds every prediction against the ledger, and names every difference and what cannot be told. Exits 1 for a difference',
  positionals: [{ name: 'DB', about: 'the path of a database' }],
  flags: {
    run: { kind: 'text', value: 'RUN', about: 'one run, by its id, or `latest` (default: every run)' },
    benchmark: { kind: 'text', value: 'FILE', about: 'the benchmark file, for metrics and scorers of your own and the answers' },
    report: { kind: 'text', value: 'FILE', about: 'a report that `assay report` wrote: name every line that differs' },
  },
  example: 'assay verify assay.db --benchmark detectors.bench.ts',
  run: async ({ positionals: [db = ''], flags, width }) => {
    const { run, benchmark, report } = flags as { readonly [flag: string]: string | undefined }
    const about = { ...(run !== undefined && { run }), ...(benchmark !== undefined && { benchmark }) }
    const verified = await verify(db, about)
    const ofReport = report === undefined ? [] : await differencesOf(report, db)
    return toResult({ ...verified, differences: [...verified.differences, ...ofReport] }, width)
  },
}

/** Renders the same report again: its header says of which run and in which format it is. */
async function differencesOf(file: string, db: string): Promise<Finding[]> {
  const text = await readFile(file, 'utf8').catch(error => {
    const code = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'file_not_found' : 'io'
    throw new AssayError(code, `The report ${file} cannot be read.`, 'write one: assay report DB --out FILE', error)
  })
  const header = readHeader(text)
  if (header === null)
    throw new AssayError('data_invalid', `${file} does not begin like a report.`, 'write one: assay report DB --out FILE')
  const again = await renderReport(db, header)
  const lines = changedLines(text, again)
  if (lines.length === 0) return []
  const numbers = lines.map(({ line }) => line).join(', ')
  const message = `the report ${file} differs from what the database gives in the lines ${numbers}`
  const hint = `write it again: assay report ${db} --run ${header.run} --format ${header.format} --out ${file}`
  return [{ id: 'report', severity: 'error', count: lines.length, message, hint, examples: lines.map(line => ({ ...line })) }]
}

function toResult({ checked, differences, unverifiable }: Verified, width: number): Result {
  const said = differences.length === 0 ? 'no differences' : plural(differences.length, 'difference')
  const parts = [
    `${formatCount(checked)} values checked: ${said}`,
    renderFindings(differences, width),
    unverifiable.length === 0 ? '' : `Not verified:\n${renderFindings(unverifiable, width)}`,
  ]
  return {
    data: { checked, differences, unverifiable },
    text: parts.filter(part => part !== '').join('\n\n'),
    failures: differences.length === 0 ? [] : [failureOf(differences)],
  }
}

function failureOf(differences: readonly Finding[]): { readonly code: string; readonly message: string; readonly hint: string } {
  const values = differences.reduce((sum, { count }) => sum + count, 0)
  return {
    code: 'verify_failed',
    message: `${plural(values, 'stored value')} differ from what the rows give.`,
    hint: 'each is named above; with --json in `differences`',
  }
}

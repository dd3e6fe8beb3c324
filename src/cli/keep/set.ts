// assay set DB COLUMN=VALUE…: notes and judgements in columns of one's own, beside what was measured.
import { formatCell } from '../../report/cells.ts'
import { plural } from '../../report/numbers.ts'
import { openReader } from '../../tracker/reader.ts'
import { setColumns } from '../../tracker/set-columns.ts'
import { type Command, type Input, type Result, UsageError } from '../command.ts'

export const command: Command = {
  about:
    'Sets columns of stored rows and says how many rows that are. A value that is JSON is that value (`true`, `0.5`, `null`, `"true"` as a text), any ' +
    'other is the text as it stands. In predictions only columns of your own: what was measured cannot be set',
  positionals: [
    { name: 'DB', about: 'the path of a database' },
    { name: 'COLUMN=VALUE', about: 'a column and its value; a column that is not there is made', count: 'several' },
  ],
  flags: {
    where: {
      kind: 'list',
      value: 'COLUMN=VALUE',
      about: 'only rows with this value; repeat for more conditions; in a column of texts 7 is a text too (default all rows)',
    },
    run: { kind: 'text', value: 'RUN', about: 'only rows of this run: an id, or `latest` (default all runs)' },
    table: { kind: 'text', value: 'NAME', about: "predictions (default), or a tracker's table" },
    'dry-run': { kind: 'switch', about: 'change nothing, and say how many rows it would be' },
  },
  example: 'assay set assay.db reviewed=true note="typo in the text" --where input_id=7 --run latest',
  run: runCommand,
}

async function runCommand({ positionals: [db = '', ...words], flags }: Input): Promise<Result> {
  const { run, table = 'predictions', where: conditions = [] } = flags as Partial<Record<string, string>> & { where?: string[] }
  const isDryRun = flags['dry-run'] === true
  const columns = toValues(words, 'COLUMN=VALUE', 'for example reviewed=true')
  const where = toValues(conditions, '--where COLUMN=VALUE', 'for example --where input_id=7')
  const texts = conditions.length === 0 ? new Set<string>() : await textColumns(db, table)
  // Ids are texts: `--where input_id=7` means the row whose id is written so.
  for (const word of conditions) {
    const [key, text] = split(word)
    if (texts.has(key) && where[key] !== null && typeof where[key] !== 'string') where[key] = text
  }
  const rows = await setColumns(db, columns, { table, where, dryRun: isDryRun, ...(run !== undefined && { run }) })
  const what = Object.entries(columns).map(([key, value]) => `${formatCell(key)} = ${formatCell(value)}`)
  const text = `${isDryRun ? 'would set' : 'set'} ${what.join(', ')} in ${plural(rows, 'row')} of ${formatCell(table)}`
  return { data: { table, columns, rows, dry_run: isDryRun }, text }
}

/** Values by column, of words like `a=1`. */
function toValues(words: readonly string[], form: string, hint: string): Record<string, unknown> {
  const values = new Map<string, unknown>()
  for (const word of words) {
    const [key, text] = split(word)
    if (key === '') throw new UsageError(`\`assay set\` takes ${form}, got ${JSON.stringify(word)}.`, hint)
    if (values.has(key)) throw new UsageError(`\`assay set\` takes each column once, got ${JSON.stringify(key)} twice.`, hint)
    values.set(key, toValue(text))
  }
  return Object.fromEntries(values)
}

/** The key is empty where there is no `=`, or nothing before it. */
function split(word: string): [key: string, text: string] {
  const equals = word.indexOf('=')
  return [word.slice(0, Math.max(0, equals)), word.slice(equals + 1)]
}

/** What JSON would round stays exact, or a text. */
function toValue(text: string): unknown {
  if (/^-?[1-9]\d{15,}$/.test(text)) return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text)
  try {
    const value: unknown = JSON.parse(text)
    return value === Infinity || value === -Infinity ? text : value
  } catch {
    return text
  }
}

/** Keys of the columns that hold nothing but texts. */
async function textColumns(db: string, table: string): Promise<Set<string>> {
  await using reader = await openReader(db, { table })
  const columns = await reader.sql<{ key: string }>(
    "SELECT key FROM assay_columns WHERE type = 'text' AND table_name IN (?, 'assay_' || ?, 'assay_items')",
    [table, table],
  )
  return new Set(columns.map(({ key }) => key))
}

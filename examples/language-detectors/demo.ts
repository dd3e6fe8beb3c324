// `npm run demo`: runs the benchmark through the command line, then shows how the ranking changes on text that nobody trained on.
import { spawnSync } from 'node:child_process'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openReader } from 'assay'

/** The columns of the table `estimates` that the tables below show. */
interface EstimateRow {
  readonly metric: string
  readonly slice: string | null
  readonly params: { readonly model: string; readonly set: 'open' | 'closed'; readonly chars: number }
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  readonly n: number
}

const path = (name: string) => relative('.', fileURLToPath(new URL(name, import.meta.url)))
const db = path('demo.db')
const command = [
  '--conditions=assay-source',
  path('../../src/cli/main.ts'),
  'run',
  path('language-detectors.bench.ts'),
  '--db',
  db,
]

// Its progress and its last line are on stderr; its own table, with every metric, is left to `assay show`.
const { status } = spawnSync(process.execPath, command, { stdio: ['ignore', 'ignore', 'inherit'] })
if (status !== 0) process.exit(status ?? 1)

await using runs = await openReader(db, { table: 'runs' })
const [run] = await runs.rows({ tail: 1 })
await using reader = await openReader(db, { table: 'estimates' })
const estimates = (await reader.rows({ where: { run_id: run?.['run_id'] } })) as unknown as EstimateRow[]

for (const chars of [16, 32, 400]) showTable(chars)
console.log(`
Seen: the Universal Declaration of Human Rights, which franc and tinyld were trained on. Unseen: TypeScript's compiler messages.
Share of right answers with its 95 % interval; no answer counts as wrong. Closed: only the 35 languages of the benchmark may be answered.

The database is ${db}. Try next:
  npm run -s assay -- show ${db} latest
  npm run -s assay -- sql ${db} "SELECT params_model, expected, prediction, COUNT(*) AS n FROM datapoints WHERE prediction <> expected GROUP BY 1, 2, 3 ORDER BY n DESC LIMIT 10"`)

/** Every detector at one length, best on unseen text first. */
function showTable(chars: number): void {
  const find = (metric: string, slice: string | null, set: 'open' | 'closed') =>
    estimates.filter(row => row.metric === metric && row.slice === slice && row.params.set === set && row.params.chars === chars)
  const seen = byValue(find('accuracy', 'item_source=udhr', 'open'))
  const unseen = byValue(find('accuracy', 'item_source=typescript', 'open'))
  const of = (rows: readonly EstimateRow[], model: string) => rows.find(row => row.params.model === model)
  const place = (rows: readonly EstimateRow[], model: string) => rows.findIndex(row => row.params.model === model) + 1
  print([
    `${chars} characters`,
    `seen (n=${seen[0]?.n})`,
    'in languages it knows',
    `unseen (n=${unseen[0]?.n})`,
    'rank',
    'unseen, closed',
    'items it cannot know',
  ])
  for (const row of unseen) {
    const { model } = row.params
    print([
      model,
      share(of(seen, model)),
      share(of(find('known_udhr', null, 'open'), model)),
      share(row),
      `${place(seen, model)} → ${place(unseen, model)}`,
      share(of(find('accuracy', 'item_source=typescript', 'closed'), model)),
      percent(of(find('unknown_share', null, 'open'), model)?.value),
    ])
  }
}

function byValue(rows: readonly EstimateRow[]): EstimateRow[] {
  return rows.toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0))
}

function share(row: EstimateRow | undefined): string {
  return row === undefined ? 'not offered' : `${percent(row.value)} [${percent(row.low)}, ${percent(row.high)}]`
}

function percent(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : (value * 100).toFixed(1)
}

function print(cells: readonly string[]): void {
  const widths = [15, 21, 23, 21, 8, 21]
  if (cells[0]?.endsWith('characters')) console.log('')
  console.log(cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(''))
}

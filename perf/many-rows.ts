// Makes a database of many predictions, or asks one thing of it: `many-rows.ts fill DB ROWS`, `metrics DB`, `compare DB`. Prints milliseconds and MB.
import { DatabaseSync } from 'node:sqlite'
import { accuracy, benchmark, compare, f1, grid, mean, openReader, quantile, run } from 'assay'
import type { Metric } from '../src/metrics/metric.ts'
import { openStore } from '../src/store/open.ts'
import { estimateConfiguration } from '../src/tracker/estimate-configuration.ts'

const models = Array.from({ length: 10 }, (_, i) => `m${i}`)
const items = Array.from({ length: 10 }, (_, i) => ({ id: `i${i}`, label: i % 4 }))
const metrics = { accuracy: accuracy(), mean: mean('duration_ms'), p95: quantile('duration_ms', 0.95), f1: f1() }
const many = benchmark({
  name: 'many',
  data: items,
  version: '1',
  expected: item => item.label,
  params: grid({ model: models }),
  task: item => item.label,
  metrics,
})

/** What differs from copy to copy: answers are wrong now and then, more often with some models, and items are not written in key order. */
const varied: Readonly<Record<string, string>> = {
  assay_row: 'NULL',
  row_id: "p.row_id || ':' || c.value",
  input_id: "printf('%08d ', c.value * 7919 % 1000003) || p.input_id",
  datapoint: "p.datapoint || ':' || c.value",
  prediction: '(p.prediction + (abs(random()) % 100 < 10 + p.assay_params)) % 4',
  duration_ms: 'abs(random()) % 1000000 / 1000.0',
}

/** Runs a small benchmark, and copies each of its rows until there are so many. */
async function fill(db: string, rows: number): Promise<void> {
  await using _ = await run(many, { db })
  using database = new DatabaseSync(db)
  database.exec('PRAGMA synchronous = OFF')
  const names = database
    .prepare("SELECT name FROM pragma_table_info('assay_predictions')")
    .all()
    .map(({ name }) => String(name))
  const read = names.map(name => varied[name] ?? `p."${name}"`)
  database
    .prepare(
      `INSERT INTO assay_predictions (${names.map(name => `"${name}"`).join(', ')})
      WITH RECURSIVE c (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM c WHERE value < ?),
        p AS MATERIALIZED (SELECT * FROM assay_predictions)
      SELECT ${read.join(', ')} FROM c CROSS JOIN p`,
    )
    .run(rows / models.length / items.length - 1)
}

async function estimate(db: string): Promise<void> {
  await using store = await openStore(db, { mode: 'read' })
  const [first] = await Array.fromAsync(store.rows('predictions', { limit: 1 }))
  const runId = String(first?.['run_id'])
  const { rows } = await store.sql('SELECT assay_params, COUNT(*) FROM predictions WHERE run_id = ? GROUP BY 1', [runId])
  for (const [configuration, planned] of rows) {
    await estimateConfiguration(store, {
      metrics: metrics as unknown as Readonly<Record<string, Metric<never>>>,
      runId,
      configuration: Number(configuration),
      planned: Number(planned),
      columns: [],
      missing: new Set(),
      onFailed: () => {},
    })
  }
}

async function compareTwo(db: string): Promise<void> {
  await using reader = await openReader(db, { benchmark: many })
  const [baseline, candidate] = [{ model: 'm0' }, { model: 'm1' }].map(params => reader.select({ run: 'latest', params }))
  if (baseline !== undefined && candidate !== undefined) await compare(baseline, candidate, { metric: 'accuracy' })
}

const [question, db = '', rows] = process.argv.slice(2)
const start = performance.now()
if (question === 'fill') await fill(db, Number(rows))
else if (question === 'metrics') await estimate(db)
else await compareTwo(db)
console.log(`${Math.round(performance.now() - start)} ${Math.round(process.resourceUsage().maxRSS / 1_024)}`)

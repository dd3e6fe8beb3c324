// The SQL behind each table of a report. Each runs as it stands, in any program that reads SQLite.

export interface ReportQuery {
  readonly name: string
  readonly title: string
  readonly note: string | null
  readonly sql: string
}

export interface Asked {
  readonly run: string
  /** Whether predictions have a column `prediction`: what was answered. */
  readonly hasPrediction: boolean
}

/** In the order in which they are shown. Comparisons come between `latency` and `errors`. */
export function reportQueries({ run, hasPrediction }: Asked): ReportQuery[] {
  const id = `'${run.replaceAll("'", "''")}'`
  const ofRun = `FROM assay_predictions p JOIN assay_params c ON c.assay_row = p.assay_params\nWHERE p.run_id = ${id}`
  const byParams = 'GROUP BY p.assay_params ORDER BY MIN(p.assay_row)'
  const count = (condition: string) => `COUNT(CASE WHEN ${condition} THEN 1 END)`
  const unanswered = hasPrediction ? `,\n  ${count("p.status = 'ok' AND p.prediction IS NULL")} AS unanswered` : ''
  return [
    query(
      'run',
      'Run',
      `SELECT benchmark, status, dev, started_at, ended_at, duration_ms, planned, declared, executed, replayed, failed, skipped\nFROM runs WHERE run_id = ${id}`,
    ),
    query(
      'params',
      'Parameters tested',
      `SELECT j.key + 1 AS number, j.value AS params FROM runs r, json_each(r.params) j WHERE r.run_id = ${id} ORDER BY j.key`,
    ),
    query(
      'coverage',
      'Coverage',
      `SELECT c.value AS params, (SELECT planned / json_array_length(params) FROM runs WHERE run_id = ${id}) AS planned,
  COUNT(*) AS "rows", ${count("p.cache <> 'hit'")} AS executed, ${count("p.cache = 'hit'")} AS replayed,
  ${count("p.status NOT IN ('ok', 'skipped')")} AS failed, ${count("p.status = 'skipped'")} AS skipped,
  ${count('p.expected IS NULL')} AS unlabelled${unanswered}\n${ofRun}\n${byParams}`,
      hasPrediction ? 'Unanswered: `ok`, and `prediction` is null.' : null,
    ),
    query(
      'estimates',
      'Estimates',
      `SELECT params, metric, slice, value, low, high, level, method, n, planned, failed, skipped, unanswered, unlabelled, worst, best, better, reason
FROM estimates WHERE run_id = ${id} ORDER BY assay_row`,
    ),
    query(
      'latency',
      'Latency',
      `WITH ranked AS (SELECT assay_params, assay_row, cache, duration_ms, ROW_NUMBER() OVER (PARTITION BY assay_params ORDER BY duration_ms) AS i,
  COUNT(*) OVER (PARTITION BY assay_params) AS n
  FROM assay_predictions WHERE run_id = ${id} AND status = 'ok' AND duration_ms IS NOT NULL)
SELECT c.value AS params, p.n AS "rows", ${count("p.cache = 'hit'")} AS replayed, MIN(p.duration_ms) AS min_ms,
  ${[50, 90, 95, 99].map(q => `MAX(CASE WHEN p.i = (p.n * ${q} + 99) / 100 THEN p.duration_ms END) AS p${q}_ms`).join(', ')}, MAX(p.duration_ms) AS max_ms
FROM ranked p JOIN assay_params c ON c.assay_row = p.assay_params\n${byParams}`,
      'Of `ok` datapoints, by nearest rank; a replayed one counts with the time it took when it was executed.',
    ),
    query(
      'errors',
      'Errors by class',
      `SELECT status, error_type, COUNT(*) AS "rows", MIN(error) AS example FROM assay_predictions
WHERE run_id = ${id} AND status NOT IN ('ok', 'skipped') GROUP BY status, error_type ORDER BY COUNT(*) DESC, status, error_type`,
    ),
    query(
      'cost',
      'Cost',
      `SELECT c.value AS params, SUM(CASE WHEN p.cache <> 'hit' THEN p.cost_usd END) AS spent_usd, SUM(CASE WHEN p.cache = 'hit' THEN p.cost_usd END) AS saved_usd,
  COUNT(*) - COUNT(p.cost_usd) AS unknown, SUM(p.input_tokens) AS input_tokens, SUM(p.output_tokens) AS output_tokens\n${ofRun}\n${byParams}`,
      'Saved: what replayed results had cost. Unknown: datapoints that told no cost, which are in no sum.',
    ),
    query(
      'judgements',
      'Judgements',
      `SELECT scorer, cache, status, COUNT(*) AS "rows", SUM(cost_usd) AS cost_usd FROM judgements
WHERE run_id = ${id} GROUP BY scorer, cache, status ORDER BY scorer, cache, status`,
    ),
    query(
      'cache',
      'Cache',
      `SELECT cache, cache_reason, COUNT(*) AS "rows" FROM assay_predictions WHERE run_id = ${id}
GROUP BY cache, cache_reason ORDER BY cache, cache_reason`,
    ),
    query(
      'environment',
      'Environment',
      `SELECT 'git' AS part, j.key, j.value FROM runs r, json_each(r.git) j WHERE r.run_id = ${id}
UNION ALL SELECT 'environment', j.key, j.value FROM runs r, json_each(r.environment) j WHERE r.run_id = ${id}
UNION ALL SELECT 'selection', j.key, j.value FROM runs r, json_each(r.selection) j WHERE r.run_id = ${id}
UNION ALL SELECT 'run', 'code', code FROM runs WHERE run_id = ${id}
UNION ALL SELECT 'run', 'ledger', ledger FROM runs WHERE run_id = ${id}
UNION ALL SELECT 'run', 'price_version', price_version FROM runs WHERE run_id = ${id}`,
    ),
    query(
      'findings',
      'Findings',
      `SELECT j.value ->> 'severity' AS severity, j.value ->> 'id' AS id, j.value ->> 'count' AS count, j.value ->> 'message' AS message, j.value ->> 'hint' AS hint
FROM runs r, json_each(r.findings) j WHERE r.run_id = ${id}`,
    ),
  ]
}

function query(name: string, title: string, sql: string, note: string | null = null): ReportQuery {
  return { name, title, sql, note }
}

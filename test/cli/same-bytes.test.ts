// Equal rows give equal bytes: whatever order items were in, and however many processes filled the database.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { openReader } from 'assay'
import { projectFolder } from '../fixtures/folder.ts'
import { assayJson } from './assay.ts'

const bench = `import { accuracy, benchmark, f1, grid, mean, passAt, quantile, rmse } from 'assay'
export default ({ order = 'up' }) => {
  const items = Array.from({ length: 90 }, (_, i) => ({ id: \`i\${i}\`, n: i }))
  return benchmark({
    name: 'same',
    data: order === 'up' ? items : items.toReversed(),
    input: item => item.n,
    expected: item => item.n % 3,
    params: grid({ model: order === 'up' ? ['a', 'b'] : ['b', 'a'] }),
    trials: 2,
    task: async (n, { model }, { trial }) => {
      await new Promise(resolve => setTimeout(resolve, (n * 7) % 3))
      const prediction = (n * 31 + trial) % (model === 'a' ? 5 : 4) < 3 ? n % 3 : (n + 1) % 3
      return { prediction, score: Math.sin(n + trial) * 1e3, right: prediction === n % 3 }
    },
    version: '1',
    metrics: {
      accuracy: accuracy(), f1: f1(), rmse: rmse(), score: mean('score', { better: 'higher' }), median: quantile('score', 0.5),
      pass: passAt(2, 'right'), own: { compute: rows => rows.reduce((all, row) => all + (row.score ?? 0), 0) },
    },
  })
}
`

/** Every estimate of the newest run, without what tells runs apart. */
async function estimatesOf(db: string, run: unknown) {
  await using reader = await openReader(db, { table: 'estimates' })
  const rows = await reader.rows({ where: { run_id: run } })
  const texts = rows.map(({ run_id: _run, ...rest }) => JSON.stringify(rest))
  return texts.toSorted()
}

test('metrics and intervals are the same bytes in databases that were filled in another order by other numbers of processes', async t => {
  const cwd = projectFolder({ 'same.bench.ts': bench }, t)
  const run = async (...words: string[]) => (await assayJson(['run', 'same.bench.ts', ...words], { cwd })).data?.['run_id']
  const alone = await run('--db', 'a.db')
  const together = await Promise.all(Array.from({ length: 3 }, () => run('--db', 'b.db', '--option', 'order=down')))
  const workers = await run('--db', 'c.db', '--option', 'order=down', '--workers', '2')
  const expected = await estimatesOf(join(cwd, 'a.db'), alone)
  assert.equal(expected.length, 14)
  for (const one of together) assert.deepEqual(await estimatesOf(join(cwd, 'b.db'), one), expected)
  assert.deepEqual(await estimatesOf(join(cwd, 'c.db'), workers), expected)
})

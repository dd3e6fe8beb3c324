// The audit finds every kind of flaw that it is for: each is made by hand, behind the store's back.
import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import type { Flaw } from '../../src/store/store.ts'
import { openStore } from '../../src/store/open.ts'
import { newPath } from './folder.ts'

/** What the audit says of a sound store after this SQL. */
async function flawsAfter(sql: string): Promise<Flaw[]> {
  const path = newPath()
  const made = await openStore(path, { mode: 'write' })
  const [item] = await made.intern('assay_items', [{ item_text: 'a', digest: 'a' }])
  const prediction = { run_id: 'r', input_id: 'a', trial: 0, datapoint: 'd', assay_item: item, assay_params: 1, label: 'x' }
  await made.commit([
    { type: 'insert', table: 'runs', rows: [{ run_id: 'r', dev: false }] },
    { type: 'put', table: 'assay_inputs', rows: [{ digest: 'i', value: '"a"' }] },
    { type: 'put', table: 'assay_ledger', rows: [{ datapoint: 'd', input: 'i', status: 'ok', result: '{"label":"x"}' }] },
    { type: 'insert', table: 'assay_predictions', rows: [prediction] },
  ])
  assert.deepEqual(await made.check(), [])
  await made.close()
  const database = new DatabaseSync(path)
  database.exec(sql)
  database.close()
  await using store = await openStore(path, { mode: 'read' })
  return store.check()
}

const flaws: readonly (readonly [what: string, sql: string, ...flaws: Flaw[]])[] = [
  [
    'a column in the map alone',
    "INSERT INTO assay_columns VALUES ('metrics', 'gone', 'gone', 'text', 'text', 'own', 0, 0)",
    { table: 'metrics', message: 'the column gone is in the map but not in the table' },
  ],
  [
    'a column in the table alone',
    'ALTER TABLE metrics ADD COLUMN stray',
    { table: 'metrics', message: 'the column stray is in the table but not in the map' },
  ],
  [
    'a prediction without its run',
    "DELETE FROM runs WHERE run_id = 'r'",
    { table: 'predictions', message: 'rows name a run that is not there: 1' },
  ],
  [
    'a prediction without its item',
    'DELETE FROM assay_items',
    { table: 'predictions', message: 'rows name an item that is not there: 1' },
  ],
  [
    'a datapoint twice in one run',
    `INSERT INTO assay_predictions (run_id, input_id, trial, datapoint, assay_item, assay_params)
       SELECT run_id, input_id, trial, datapoint, assay_item, assay_params FROM assay_predictions`,
    { table: 'predictions', message: 'rows stand twice in one run: 1' },
  ],
  [
    'a prediction that the ledger does not know',
    'DELETE FROM assay_ledger',
    { table: 'predictions', message: 'rows name a datapoint that is not in the ledger: 1' },
  ],
  [
    'an input that is gone',
    'DELETE FROM assay_inputs',
    { table: 'assay_ledger', message: 'rows name an input that is not there: 1' },
  ],
  [
    'a result that cannot be read',
    "UPDATE assay_ledger SET result = '{'",
    { table: 'assay_ledger', message: 'the result of d cannot be read' },
  ],
]

for (const [what, sql, ...expected] of flaws) {
  test(`the audit finds ${what}`, async () => {
    assert.deepEqual(await flawsAfter(sql), expected)
  })
}

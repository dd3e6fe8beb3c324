// One changed digit in one stored cell is found, in every column that anything depends on; the others are listed here.
import assert from 'node:assert/strict'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { AssayError, run, verify } from 'assay'
import { temporaryFolder } from '../../fixtures/folder.ts'
import { audited } from '../audited.ts'
import { changeCell, changesOf } from '../changed-cells.ts'

/** What was observed once and nothing else says: circumstances, the machine, the map of columns, which `doctor` checks. */
const told = [
  /^assay_columns\./,
  /^assay_codes\./,
  /^runs\.(status|started_at|ended_at|dev|duration_ms|git|environment|findings|selection|price_version)$/,
  /^attempts\./,
  /^judgements\.cache$/,
  /\.assay_(odd|more)$/,
  /\.assay_row$/,
]

test('one changed digit or letter in one cell is a difference', async t => {
  const folder = temporaryFolder(t)
  const db = join(folder, 'lab.db')
  await (await run(audited, { db }))[Symbol.asyncDispose]()
  new DatabaseSync(db).exec('PRAGMA wal_checkpoint(TRUNCATE)')
  assert.deepEqual(await verify(db, { benchmark: audited }).then(({ differences }) => differences), [])

  const missed: string[] = []
  const tables = new Set<string>()
  for (const [i, change] of changesOf(db).entries()) {
    const name = `${change.table}.${change.column}`
    if (told.some(pattern => pattern.test(name))) continue
    const copy = join(folder, `${i}.db`)
    copyFileSync(db, copy)
    if (!changeCell(copy, change)) continue
    tables.add(change.table)
    if ((await differencesIn(copy)) === 0) missed.push(`${name} of row ${change.row}: ${change.value}`)
  }
  assert.deepEqual(missed, [])
  for (const table of ['assay_predictions', 'assay_ledger', 'assay_items', 'assay_inputs', 'assay_params', 'judgements'])
    assert.ok(tables.has(table), table)
  for (const table of ['metrics', 'estimates', 'runs']) assert.ok(tables.has(table), table)
})

/** A file that cannot be read any more says so too. */
async function differencesIn(db: string): Promise<number> {
  try {
    return (await verify(db, { benchmark: audited })).differences.length
  } catch (error) {
    if (error instanceof AssayError) return 1
    throw error
  }
}

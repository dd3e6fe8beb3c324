// What the first release stored is not bought again: its file is brought forward, and its identity of code still counts.
import assert from 'node:assert/strict'
import { copyFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { run } from '../../src/bench/run.ts'
import { openReader } from '../../src/tracker/reader.ts'
import { openTracker } from '../../src/tracker/tracker.ts'
import { packageRoot, temporaryFolder } from '../fixtures/folder.ts'
import { assertSound } from '../fixtures/laboratory.ts'

const fixture = join(packageRoot, 'test/fixtures/first-release')
/** Of its 20 datapoints two failed, and are tried again. */
const replayed = 18

test('a run on the file of the first release replays what succeeded', async t => {
  const db = join(temporaryFolder(t), 'lab.db')
  copyFileSync(join(fixture, 'first-release.db'), db)
  await using first = await run(join(fixture, 'words.bench.ts'), { db })
  assert.deepEqual([first.replayed, first.executed, first.failed], [replayed, 2, 2])
  await using later = await run(join(fixture, 'words.bench.ts'), { db })
  assert.deepEqual([later.replayed, later.findings.map(({ id }) => id)], [replayed, []])
  await using reader = await openReader(db)
  const [before, after] = await Promise.all(
    (await reader.runs()).filter(one => one.benchmark === 'words').map(one => reader.rows({ run: one.runId })),
  )
  const seen = (rows: typeof before) =>
    rows?.map(row => [row['input_id'], row['trial'], row['prediction'], row['letters'], row['ratio']])
  assert.deepEqual(seen(after), seen(before))
  await assertSound(db)
})

test('its code counts only while its files are unchanged', async t => {
  const folder = temporaryFolder(t)
  const db = join(folder, 'lab.db')
  copyFileSync(join(fixture, 'first-release.db'), db)
  // Inside this package, because the file imports it by name.
  const copy = join(packageRoot, 'test/fixtures', `first-release-${process.pid}`)
  t.after(() => import('node:fs').then(({ rmSync }) => rmSync(copy, { recursive: true })))
  cpSync(fixture, copy, { recursive: true })
  const file = join(copy, 'words.bench.ts')
  writeFileSync(file, readFileSync(file, 'utf8').replace('* scale.factor', '* scale.factor * 1'))
  await using edited = await run(file, { db })
  assert.deepEqual([edited.replayed, edited.executed], [0, 20])
})

test('its tables can be read once they are brought forward, and written', async t => {
  const db = join(temporaryFolder(t), 'lab.db')
  copyFileSync(join(fixture, 'first-release.db'), db)
  await assert.rejects(openReader(db, { table: 'epochs' }), { code: 'schema_older' })
  {
    await using tracker = await openTracker(db, { table: 'epochs', runId: 'fox', key: ['epoch'] })
    await tracker.log({ epoch: 2, loss: 0.1 })
  }
  await using reader = await openReader(db, { table: 'epochs' })
  assert.deepEqual(
    (await reader.rows()).map(row => [row['epoch'], row['loss'], row['params_rate']]),
    [
      [0, 0.5, 0.1],
      [1, Number.NaN, 0.1],
      [2, 0.1, undefined],
    ],
  )
})

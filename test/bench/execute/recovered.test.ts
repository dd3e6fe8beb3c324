// A run with a ledger of its own that is killed between a result and its row loses nothing, and the next one says so.
import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { test } from 'node:test'
import { benchmark } from '../../../src/bench/declare/benchmark.ts'
import { run } from '../../../src/bench/run.ts'
import { temporaryFolder } from '../../fixtures/folder.ts'
import { assertSound } from '../../fixtures/laboratory.ts'

test('results without rows are found, said, and get one', async t => {
  const folder = temporaryFolder(t)
  const [db, ledger] = [join(folder, 'lab.db'), join(folder, 'ledger.db')]
  let executed = 0
  const declared = benchmark({ name: 'b', data: ['x', 'y', 'z'], id: item => item, task: () => ++executed, version: '1' })
  await (await run(declared, { db, ledger }))[Symbol.asyncDispose]()
  // As if it had been killed after the second result, before its row.
  const file = new DatabaseSync(db)
  file.exec("DELETE FROM assay_predictions WHERE input_id <> 'x'; UPDATE runs SET status = 'aborted'")
  file.close()
  await using second = await run(declared, { db, ledger })
  assert.deepEqual([second.executed, second.replayed, executed], [0, 3, 3])
  assert.deepEqual(
    second.findings.map(({ id, count, examples }) => [id, count, examples.map(example => example['input_id'])]),
    [['recovered', 2, ['y', 'z']]],
  )
  await assertSound(db)
})

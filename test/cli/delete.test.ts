// Checks `assay delete`: it says what goes and what stays, and refuses what it cannot mean.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { benchmark, openTracker, run } from 'assay'
import { temporaryFolder } from '../fixtures/folder.ts'
import { assay, assayJson, assertRefused } from './assay.ts'

const declared = benchmark({ name: 'b', data: [1, 2], id: x => x, task: x => x, version: '1' })

async function ran(cwd: string, dev = false): Promise<string> {
  await using result = await run(declared, { db: join(cwd, 'lab.db'), dev })
  return result.runId
}

test('a run: counts by table first as a dry run, then for good; twice is an error', async t => {
  const cwd = temporaryFolder(t)
  const id = await ran(cwd)
  const said = `${id}\n  2 rows of predictions\n2 results stay in the ledger: a later run replays them, and executes none anew\n`
  assert.equal((await assay(['delete', 'lab.db', '--run', id, '--dry-run'], { cwd })).stdout, `would delete ${said}`)
  assert.equal((await assay(['delete', 'lab.db', '--run', id], { cwd })).stdout, `deleted ${said}`)
  assertRefused(await assay(['delete', 'lab.db', '--run', id], { cwd }), 2, new RegExp(`^The run ${id} was deleted at `))
  assert.match((await assay(['runs', 'lab.db'], { cwd })).stdout, new RegExp(`^${id} +b +deleted `, 'm'))
  assert.match((await assay(['show', 'lab.db', id], { cwd })).stdout, /^deleted_at +\d{4}-/m)
})

test('all development runs', async t => {
  const cwd = temporaryFolder(t)
  const [kept, dev] = [await ran(cwd), await ran(cwd, true)]
  const { data } = await assayJson(['delete', 'lab.db', '--dev'], { cwd })
  assert.deepEqual(data, { runs: [dev], rows: { predictions: 2 }, kept: 0, dry_run: false })
  const again = await assay(['delete', 'lab.db', '--dev'], { cwd })
  assert.deepEqual([again.code, again.stdout], [0, 'deleted nothing: there are no development runs\n'])
  assert.match((await assay(['runs', 'lab.db'], { cwd })).stdout, new RegExp(`^${kept} +b +completed `, 'm'))
})

test('neither or both, an unknown run, and one that goes on in another process', async t => {
  const cwd = temporaryFolder(t)
  const id = await ran(cwd)
  assertRefused(await assay(['delete', 'lab.db'], { cwd }), 2, /takes either --run RUN or --dev/)
  assertRefused(await assay(['delete', 'lab.db', '--dev', '--run', id], { cwd }), 2, /takes either --run RUN or --dev/)
  assertRefused(await assay(['delete', 'lab.db', '--run', `${id}x`], { cwd }), 2, new RegExp(`Did you mean \`${id}\`\\?`))
  await using tracker = await openTracker(join(cwd, 'lab.db'), { runId: 'fox' })
  await tracker.log({ x: 1 })
  assertRefused(await assay(['delete', 'lab.db', '--run', 'fox'], { cwd }), 3, /^The run fox goes on\.$/)
  assert.equal((await tracker.rows()).length, 1)
})

// Checks `assay set`: what a word on the command line becomes, which rows it finds, and what it refuses.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { benchmark, openReader, run } from 'assay'
import { temporaryFolder } from '../fixtures/folder.ts'
import { assay, assayJson, assertRefused } from './assay.ts'

async function laboratory(test: TestContext): Promise<{ cwd: string; run: string }> {
  const cwd = temporaryFolder(test)
  const data = [
    { id: 1, weight: 0.5 },
    { id: 'true', weight: 2 },
  ]
  const declared = benchmark({ name: 'b', data, task: item => ({ label: `${item.weight}` }), version: '1' })
  await using result = await run(declared, { db: join(cwd, 'lab.db') })
  return { cwd, run: result.runId }
}

async function rows(cwd: string): Promise<readonly Record<string, unknown>[]> {
  await using reader = await openReader(join(cwd, 'lab.db'))
  return reader.rows()
}

test('a value that is JSON is that value, any other the text as it stands', async t => {
  const { cwd } = await laboratory(t)
  const words = [
    'a=true',
    'b=0.5',
    'c=some text',
    'd="true"',
    'e=null',
    'f=[1,{"x":2}]',
    'g=',
    'h=x=y',
    'i=9007199254740993',
    'j=007',
  ]
  const { exit, data } = await assayJson(['set', 'lab.db', ...words], { cwd })
  assert.deepEqual([exit, data?.['rows'], data?.['table']], [0, 2, 'predictions'])
  const [row = {}] = await rows(cwd)
  assert.deepEqual(
    [...'abcdefghij'].map(key => row[key]),
    [true, 0.5, 'some text', 'true', null, [1, { x: 2 }], '', 'x=y', 9007199254740993n, '007'],
  )
})

test('conditions find ids as they are written, numbers as numbers, items by their columns', async t => {
  const { cwd } = await laboratory(t)
  const set = async (...words: string[]) => (await assayJson(['set', 'lab.db', 'note=1', ...words], { cwd })).data?.['rows']
  assert.equal(await set('--where', 'input_id=1'), 1)
  assert.equal(await set('--where', 'input_id=true'), 1)
  assert.equal(await set('--where', 'input_id="true"'), 1)
  assert.equal(await set('--where', 'item_weight=2', '--where', 'label=2'), 1)
  assert.equal(await set('--where', 'item_weight="2"'), 0)
  assert.equal(await set('--where', 'error=null'), 2)
})

test('it says how many rows; a dry run changes none', async t => {
  const { cwd, run } = await laboratory(t)
  const dry = await assay(['set', 'lab.db', 'reviewed=true', 'by=Ada', '--run', run, '--dry-run'], { cwd })
  assert.equal(dry.stdout, 'would set reviewed = true, by = Ada in 2 rows of predictions\n')
  assert.ok((await rows(cwd)).every(row => !('reviewed' in row)))
  const { stdout } = await assay(['set', 'lab.db', 'reviewed=true', '--run', 'latest'], { cwd })
  assert.equal(stdout, 'set reviewed = true in 2 rows of predictions\n')
})

test('what was measured, what is not there and words that are no pairs are refused', async t => {
  const { cwd } = await laboratory(t)
  for (const [words, message] of [
    [['label=x'], /`label` of predictions holds what was measured/],
    [['status=ok'], /got `status`/],
    [['note=1', '--table', 'metrics'], /got `metrics`/],
    [['note=1', '--where', 'labl=x'], /Did you mean `label`\?/],
    [['note=1', '--run', 'nobody'], /There is no run "nobody"/],
    [['note'], /takes COLUMN=VALUE, got "note"/],
    [['note=1', 'note=2'], /each column once, got "note" twice/],
    [['note=1', '--where', '=1'], /takes --where COLUMN=VALUE/],
    [[], /needs COLUMN=VALUE/],
  ] as const)
    assertRefused(await assay(['set', 'lab.db', ...words], { cwd }), 2, message)
  assertRefused(await assay(['set', 'none.db', 'note=1'], { cwd }), 3, /no database at none\.db/)
})

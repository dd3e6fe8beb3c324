// Params of a tracker are kept without secrets, and the run says where they stood.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { openReader, openTracker } from 'assay'
import { laboratory } from '../fixtures/laboratory.ts'

const secret = `sk-live-${'a1B2'.repeat(6)}`

test('params given, set later and given to a tracked call; what a call threw', async t => {
  const db = laboratory(t)
  const tracker = await openTracker(db, { params: { key: secret, lr: 1 } })
  await tracker.log({ loss: 1 })
  await tracker.setParams({ headers: { authorization: 'plain' } })
  const call = ({ params }: { readonly params: { readonly key: string } }) => {
    throw new Error(`401 for ${params.key}`)
  }
  await assert.rejects(
    tracker.track(call, { params: { key: secret } }),
    { message: `401 for ${secret}` },
    'the caller gets it whole',
  )
  await tracker.close()
  const bytes = readFileSync(db)
  assert.deepEqual([bytes.includes(secret), bytes.includes('plain')], [false, false])
  await using runs = await openReader(db, { table: 'runs' })
  const [run] = await runs.rows()
  const [finding] = (run?.['findings'] ?? []) as { readonly id: string; readonly examples: readonly object[] }[]
  assert.deepEqual(
    [finding?.id, finding?.examples],
    [
      'secret-in-params',
      [
        { param: 'key', secret: 'API key' },
        { param: 'headers.authorization', secret: 'header' },
      ],
    ],
  )
  await using events = await openReader(db, { table: 'events' })
  const [first, second] = await events.rows()
  assert.deepEqual([first?.['params_lr'], first?.['params_key'] === second?.['params_key']], [1, true])
  assert.equal(second?.['error'], '401 for [redacted: API key]')
})

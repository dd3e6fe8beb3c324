// The example of prompts where its page does not run it: on the mock model, and with a provider that is not there.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { assay, assayJson, assertRefused } from '../cli/assay.ts'
import { packageRoot, temporaryFolder } from '../fixtures/folder.ts'

const file = join(packageRoot, 'examples/llm-prompts/llm-prompts.bench.ts')

test('the mock model answers by default, and nobody knows what it costs', async t => {
  const cwd = temporaryFolder(t)
  const { data } = await assayJson(['run', file, '--db', 'lab.db', '--params', 'prompt=word'], { cwd })
  const { executed, failed, findings, metrics } = data as unknown as {
    readonly executed: number
    readonly failed: number
    readonly findings: readonly { readonly id: string }[]
    readonly metrics: readonly { readonly exact: { readonly value: number }; readonly cost: { readonly value: number | null } }[]
  }
  assert.deepEqual([executed, failed, findings.map(({ id }) => id)], [24, 0, ['unknown-price']])
  assert.deepEqual(
    metrics.map(({ exact, cost }) => [exact.value, cost.value]),
    [
      [8 / 12, null],
      [1, null],
    ],
  )
})

test('a provider that is not there is refused', async t => {
  const refused = await assay(['run', file, '--db', 'lab.db', '--option', 'provider=other'], { cwd: temporaryFolder(t) })
  assertRefused(refused, 2, /`provider` to be one of mock, local, openai, got other/)
})

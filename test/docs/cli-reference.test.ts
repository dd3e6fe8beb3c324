// docs/cli.md is what the commands say of themselves.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { referencePath, renderReference } from '../../scripts/cli-reference.ts'

test('docs/cli.md is up to date (else: npm run docs:cli)', async () => {
  assert.equal(readFileSync(referencePath, 'utf8'), await renderReference())
})

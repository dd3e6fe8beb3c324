// Checks that schemas of any library that speaks Standard Schema read rows, and say in whose line what is wrong.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { z } from 'zod'
import { csv } from '../../../src/bench/data/csv.ts'
import { jsonl } from '../../../src/bench/data/jsonl.ts'
import type { Schema } from '../../../src/bench/data/parse.ts'
import { temporaryFolder } from '../../fixtures/folder.ts'

const folder = temporaryFolder()
const lines = join(folder, 'items.jsonl')
const table = join(folder, 'items.csv')
writeFileSync(lines, '{"id":"a","size":1}\n{"id":"b","size":"2","tags":[3]}\n')
writeFileSync(table, 'id,size\na,1\nb,"x\ny"\n')

test('a zod schema gives typed items', async () => {
  const items = jsonl(lines, z.object({ id: z.string(), size: z.coerce.number() }))
  const [first, second] = await Array.fromAsync(items)
  const size: number | undefined = second?.size
  assert.deepEqual([first, size], [{ id: 'a', size: 1 }, 2])
})

test('what does not fit is an error with the line and the path of every issue', async () => {
  const schema = z.object({ id: z.string(), size: z.number(), tags: z.array(z.string()).optional() })
  await assert.rejects(Array.fromAsync(jsonl(lines, schema)), error => {
    assert.ok(error instanceof Error)
    assert.match(error.message, /^\S+items\.jsonl:2 is not as expected: size: .+; tags\.0: .+\.$/)
    return true
  })
})

test('the line of a CSV row with line ends in it is its last', async () => {
  const schema = z.object({ id: z.string(), size: z.coerce.number() })
  await assert.rejects(Array.fromAsync(csv(table, schema)), {
    code: 'data_invalid',
    message: /items\.csv:4 is not as expected: size: /,
  })
})

test('a schema that answers later, and one that writes its paths as objects', async () => {
  const schema: Schema<number> = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: async value => {
        const { size } = value as { size: unknown }
        return typeof size === 'number' ? { value: size } : { issues: [{ message: 'no number', path: [{ key: 'size' }] }] }
      },
    },
  }
  const seen: number[] = []
  await assert.rejects(
    async () => {
      for await (const size of jsonl(lines, schema)) seen.push(size)
    },
    { message: `${lines}:2 is not as expected: size: no number.` },
  )
  assert.deepEqual(seen, [1])
})

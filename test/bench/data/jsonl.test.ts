// Checks that JSON Lines are read line by line as other tools write them, and that errors name the line.
import assert from 'node:assert/strict'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { jsonl } from '../../../src/bench/data/jsonl.ts'
import { temporaryFolder } from '../../fixtures/folder.ts'

const folder = temporaryFolder()
const path = join(folder, 'items.jsonl')

function write(text: string): string {
  writeFileSync(path, text)
  return path
}

test('a byte order mark, CRLF, empty lines and a last line without an end', async () => {
  write('\uFEFF{"id":1}\r\n\r\n  \n{"id":2}\n"text"\n[3]')
  assert.deepEqual(await Array.fromAsync(jsonl(path)), [{ id: 1 }, { id: 2 }, 'text', [3]])
})

test('a line ends at a line feed alone: JSON may hold U+2028 as it is', async () => {
  write('{"text":"a\u2028b\u2029c\u0085d"}\n')
  assert.deepEqual(await Array.fromAsync(jsonl(path)), [{ text: 'a\u2028b\u2029c\u0085d' }])
})

test('no JSON in line 3 is an error that says so, after two items', async () => {
  write('{"id":1}\n{"id":2}\n{"id":}\n{"id":4}\n')
  const seen: unknown[] = []
  await assert.rejects(
    async () => {
      for await (const item of jsonl(path)) seen.push(item)
    },
    error => {
      assert.ok(error instanceof Error && error.message.startsWith(`${path}:3 is not as expected: it is no JSON (`))
      return true
    },
  )
  assert.equal(seen.length, 2)
})

test('a function makes items of lines', async () => {
  write('{"n":1}\n{"n":2}\n')
  const items = jsonl(path, (line: { n: number }) => line.n * 10)
  assert.deepEqual(await Array.fromAsync(items), [10, 20])
})

test('pieces of a file that end inside a line or a character are put together', async () => {
  const long = 'é😀'.repeat(60_000)
  write(`{"text":"${long}"}\n{"text":"${long}"}\n`)
  const items = (await Array.fromAsync(jsonl(path))) as { text: string }[]
  assert.deepEqual(
    items.map(({ text }) => text === long),
    [true, true],
  )
})

test('a line of a tracker is the row that was logged, any other line is plain JSON, and a later format is an error', async () => {
  write(
    '{"$assay":1,"loss":{"$nan":true},"at":{"$date":"1970-01-01T00:00:00.000Z"}}\n{"at":{"$date":"1970-01-01"}}\n{"$assay":2}\n',
  )
  const seen: unknown[] = []
  const read = async () => {
    for await (const row of jsonl(path)) seen.push(row)
  }
  await assert.rejects(read(), { code: 'data_invalid', message: /items\.jsonl:3 is not as expected: it has the format 2/ })
  assert.deepEqual(seen, [{ loss: Number.NaN, at: new Date(0) }, { at: { $date: '1970-01-01' } }])
})

test('a file that is not there and a folder are errors', async () => {
  await assert.rejects(Array.fromAsync(jsonl(join(folder, 'none.jsonl'))), { code: 'file_not_found' })
  await assert.rejects(Array.fromAsync(jsonl(folder)), { code: 'data_invalid' })
})

// A file of Linux that can be opened and not be read, whoever asks.
const unreadable = '/proc/self/mem'
test('a file that cannot be read is an error', { skip: !existsSync(unreadable) && 'only Linux has such a file' }, async () => {
  await assert.rejects(Array.fromAsync(jsonl(unreadable)), { code: 'io', message: /^\/proc\/self\/mem could not be read: / })
})

test('any JSON values come back as they were written', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.jsonValue(), { maxLength: 8 }), fc.constantFrom('\n', '\r\n'), async (values, end) => {
      const plain = values.map(value => JSON.parse(JSON.stringify(value)) as unknown)
      write(plain.map(value => JSON.stringify(value) + end).join(''))
      assert.deepEqual(await Array.fromAsync(jsonl(path)), plain)
    }),
    { numRuns: 50 },
  )
})

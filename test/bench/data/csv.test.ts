// Checks that CSV files become items as the standard and spreadsheets write them, and that errors name the line.
import assert from 'node:assert/strict'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import * as fc from 'fast-check'
import { csv } from '../../../src/bench/data/csv.ts'
import { temporaryFolder } from '../../fixtures/folder.ts'

const folder = temporaryFolder()
const path = join(folder, 'items.csv')

function write(text: string): string {
  writeFileSync(path, text)
  return path
}

async function rows<T>(items: AsyncIterable<T>): Promise<T[]> {
  return Array.fromAsync(items)
}

test('every field is a string', async () => {
  write('id,size,empty\na,1.50,\nb,NaN,x\n')
  assert.deepEqual(await rows(csv(path)), [
    { id: 'a', size: '1.50', empty: '' },
    { id: 'b', size: 'NaN', empty: 'x' },
  ])
})

test('a byte order mark, CRLF, quotes, line ends in quotes and empty lines', async () => {
  write('\uFEFFid,text\r\n1,"a, ""b"""\r\n\r\n2,"two\r\nlines"\r\n3,ü\u2028\r\n')
  assert.deepEqual(await rows(csv(path)), [
    { id: '1', text: 'a, "b"' },
    { id: '2', text: 'two\r\nlines' },
    { id: '3', text: 'ü\u2028' },
  ])
})

test('the last line may end with the file, and a file with a header alone has no items', async () => {
  assert.deepEqual(await rows(csv(write('id\n1'))), [{ id: '1' }])
  assert.deepEqual(await rows(csv(write('id\n'))), [])
})

test('only the columns asked for, in that order', async () => {
  write('id,text,more\n1,a,b\n')
  const [row] = await rows(csv(path, ['text', 'id']))
  assert.deepEqual(Object.entries(row ?? {}), [
    ['text', 'a'],
    ['id', '1'],
  ])
})

test('a missing column is an error that names the nearest', async () => {
  write('id,text\n1,a\n')
  await assert.rejects(rows(csv(path, ['id', 'txt'])), {
    code: 'data_invalid',
    message: `${path} has no column \`txt\`. Did you mean \`text\`?`,
    hint: 'its columns are id, text',
  })
})

test('two columns of one name are an error', async () => {
  write('id,text,id\n1,a,b\n')
  await assert.rejects(rows(csv(path)), { code: 'data_invalid', message: /two columns are called "id"/ })
})

test('a row of another length is an error with its line', async () => {
  write('id,text\n1,a\n2\n')
  await assert.rejects(rows(csv(path)), { code: 'data_invalid', message: /on line 3/ })
})

test('a quote that is never closed is an error', async () => {
  write('id,text\n1,"a\n')
  await assert.rejects(rows(csv(path)), { code: 'data_invalid', message: /Quote/ })
})

test('a function makes items of rows, and what it throws names the line', async () => {
  write('id,size\na,1\nb,x\n')
  const parse = (row: Record<string, string>) => {
    const size = Number(row['size'])
    if (Number.isNaN(size)) throw new Error('size is no number')
    return { id: row['id'], size }
  }
  const seen: unknown[] = []
  await assert.rejects(
    async () => {
      for await (const item of csv(path, parse)) seen.push(item)
    },
    { code: 'data_invalid', message: `${path}:3 is not as expected: size is no number.` },
  )
  assert.deepEqual(seen, [{ id: 'a', size: 1 }])
})

test('a file is read anew at each iteration, and a reader may stop early', async () => {
  write('id\n1\n2\n')
  const items = csv(pathToFileURL(path))
  for await (const item of items) {
    assert.deepEqual(item, { id: '1' })
    break
  }
  write('id\n3\n')
  assert.deepEqual(await rows(items), [{ id: '3' }])
})

test('a file that is not there and a folder are errors', async () => {
  await assert.rejects(rows(csv(join(folder, 'none.csv'))), { code: 'file_not_found', hint: /relative to the working directory/ })
  await assert.rejects(rows(csv(folder)), { code: 'data_invalid', message: `${folder} is a folder, not a file.` })
})

// A file of Linux that can be opened and not be read, whoever asks.
const unreadable = '/proc/self/mem'
test('a file that cannot be read is an error', { skip: !existsSync(unreadable) && 'only Linux has such a file' }, async () => {
  await assert.rejects(rows(csv(unreadable)), { code: 'io', message: /^\/proc\/self\/mem could not be read: / })
})

test('any table of texts comes back as it was written', async () => {
  const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é', '😀') })
  const table = fc.array(fc.tuple(field, field, field), { minLength: 1, maxLength: 8 })
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`
  await fc.assert(
    fc.asyncProperty(table, async table => {
      write(['a,b,c', ...table.map(row => row.map(quote).join(','))].join('\n'))
      assert.deepEqual(
        await rows(csv(path)),
        table.map(([a, b, c]) => ({ a, b, c })),
      )
    }),
    { numRuns: 50 },
  )
})

// Every line that is not as expected is named, and the first line of a report says what to render again.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changedLines } from '../../src/report/changed-lines.ts'
import { headerLine, readHeader, reportFormats } from '../../src/report/report-header.ts'

test('lines are named from 1, those that only one text has too', () => {
  assert.deepEqual(changedLines('a\nb\n', 'a\nb'), [])
  assert.deepEqual(changedLines('a\nx\nc', 'a\nb\nc\nd'), [
    { line: 2, found: 'x', expected: 'b' },
    { line: 4, found: null, expected: 'd' },
  ])
})

test('a header is read back; other texts have none', () => {
  for (const format of ['terminal', 'markdown'] as const)
    assert.deepEqual(readHeader(`${headerLine({ run: 'a-b-1', format }, 'my lab.db')}\n\nmore`), { run: 'a-b-1', format })
  const json = '{\n  "run": "a-b-1",\n  "database": "lab.db",\n  "format": "json",\n  "tables": {}\n}'
  assert.deepEqual(readHeader(json), { run: 'a-b-1', format: 'json' })
  assert.deepEqual(readHeader(json.slice(0, -3)), { run: 'a-b-1', format: 'json' }, 'also where it is broken')
  for (const text of ['', '# Notes', '{}', '[]', headerLine({ run: 'a', format: 'pdf' as never }, 'x')])
    assert.equal(readHeader(text), null, text)
  assert.equal(reportFormats.length, 3)
})

// Checks that a table fits the terminal whatever is in it, and says what it leaves out.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import stringWidth from 'string-width'
import { formatCell } from '../../src/report/cells.ts'
import { renderTable, truncate } from '../../src/report/table.ts'

const columns = [{ title: 'name' }, { title: 'n', align: 'right' }] as const

test('columns as wide as what is in them, texts left and numbers right', () => {
  const rows = [
    ['franc', '8'],
    ['tinyld', '1,200'],
  ]
  assert.equal(
    renderTable(columns, rows, Infinity),
    ['name        n', '──────  ─────', 'franc       8', 'tinyld  1,200'].join('\n'),
  )
})

test('without rows there is a head', () => {
  assert.equal(renderTable(columns, [], 80), 'name  n\n────  ─')
})

test('wide characters count as two', () => {
  const lines = renderTable(
    columns,
    [
      ['数据', '1'],
      ['👩‍🔬', '2'],
    ],
    80,
  ).split('\n')
  assert.deepEqual(lines.slice(2), ['数据  1', '👩‍🔬    2'])
})

test('the widest column gives way first, and a cut text ends with …', () => {
  const row = ['short', 'a text that is far too long for the terminal']
  const [, , line] = renderTable([{ title: 'a' }, { title: 'b' }], [row], 24).split('\n')
  assert.equal(line, 'short  a text that is f…')
})

test('what does not fit at all is said', () => {
  const many = Array.from({ length: 8 }, (_, i) => ({ title: `column${i}` }))
  const lines = renderTable(many, [many.map(() => 'x'.repeat(20))], 40).split('\n')
  assert.equal(lines[0], 'colum…  colum…  colum…  colum…  colum…')
  assert.equal(lines.at(-1), '3 more columns do not fit: column5, col…')
})

test('without a terminal a cell has 100 columns at most', () => {
  const [, , line] = renderTable([{ title: 'a' }], [['x'.repeat(5_000)]], Infinity).split('\n')
  assert.equal(line, `${'x'.repeat(99)}…`)
})

test('a text that fits is not cut, however many code units it has', () => {
  assert.equal(truncate('👩‍🔬', 2), '👩‍🔬')
  assert.equal(truncate('e\u0301e\u0301', 2), 'e\u0301e\u0301')
  assert.equal(truncate('数据', 3), '数…')
  assert.equal(truncate('abc', 1), '…')
})

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60, size: 'max' }),
  fc.string({ unit: 'grapheme', maxLength: 60, size: 'max' }),
  fc.string({
    unit: fc.constantFrom('数', '👩‍🔬', 'e\u0301', '\u200d', '🇩🇪', 'a', ' ', '\u0600', 'ﷺ'),
    maxLength: 40,
    size: 'max',
  }),
)

test('no line is wider than the terminal, whatever the texts and the width', () => {
  const table = fc
    .integer({ min: 1, max: 6 })
    .chain(n =>
      fc.tuple(
        fc.array(text, { minLength: n, maxLength: n }),
        fc.array(fc.array(text, { minLength: n, maxLength: n }), { maxLength: 5 }),
      ),
    )
  fc.assert(
    fc.property(table, fc.integer({ min: 1, max: 130 }), ([titles, rows], width) => {
      const columns = titles.map((title, i) => ({
        title: formatCell(title),
        align: i % 2 === 0 ? ('left' as const) : ('right' as const),
      }))
      const lines = renderTable(
        columns,
        rows.map(row => row.map(formatCell)),
        width,
      ).split('\n')
      for (const line of lines) assert.ok(stringWidth(line) <= width, `${stringWidth(line)} > ${width}: ${JSON.stringify(line)}`)
      assert.ok(lines.length >= rows.length + 2 && lines.length <= rows.length + 3)
    }),
    { numRuns: 300 },
  )
})

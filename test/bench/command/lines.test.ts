// Checks that bytes become the lines that were written, however they are cut, and that of stderr the end is kept.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { Lines } from '../../../src/bench/command/lines.ts'
import { Tail } from '../../../src/bench/command/tail.ts'

test('lines are those of the whole text, wherever it is cut, in the middle of a letter too', () => {
  const text = fc.array(fc.constantFrom('a', 'ä', '😀', '\n', ' '), { maxLength: 40 }).map(letters => letters.join(''))
  fc.assert(
    fc.property(text, fc.array(fc.nat(100)), (whole, cuts) => {
      const bytes = Buffer.from(whole)
      const places = [0, ...cuts.filter(cut => cut < bytes.length).sort((a, b) => a - b), bytes.length]
      const lines = new Lines()
      const found = places.slice(1).flatMap((end, i) => lines.push(bytes.subarray(places[i], end)).map(String))
      const expected = whole.split('\n')
      assert.deepEqual(found, expected.slice(0, -1))
      assert.equal(lines.openBytes, Buffer.byteLength(expected.at(-1) ?? ''))
    }),
  )
})

test('a tail is the whole of little, and the last lines of much', () => {
  const little = new Tail()
  little.push(Buffer.from('one\ntw'))
  little.push(Buffer.from('o\n'))
  assert.equal(little.text, 'one\ntwo')
  assert.equal(new Tail().text, '')
  const much = new Tail()
  for (let i = 1; i <= 100_000; i++) much.push(Buffer.from(`line ${i}\n`))
  assert.equal(much.text.split('\n').length, 20)
  assert.match(much.text, /^line 99981\n[^]*line 100000$/)
})

test('a tail leaves out the line whose beginning it lost', () => {
  const tail = new Tail()
  tail.push(Buffer.from(`${'x'.repeat(10_000)}\nlast`))
  assert.equal(tail.text, 'last')
  const long = new Tail()
  long.push(Buffer.from('y'.repeat(200_000)))
  assert.equal(long.text, 'y'.repeat(4_096))
})

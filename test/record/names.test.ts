// Holds column names to their rule: the key itself where no engine could confuse it, else a digest's digits behind it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { columnName, foldName, quoteName } from '../../src/record/names.ts'
import { key } from './arbitrary.ts'

/** The names of keys in the order in which they come. */
function namesOf(keys: readonly string[]): string[] {
  const taken = new Set<string>()
  return keys.map(one => {
    const name = columnName(one, folded => taken.has(folded))
    taken.add(foldName(name))
    return name
  })
}

test('an ordinary key is its own name', () => {
  const keys = [
    'order',
    '50th',
    'a-b',
    'a_b',
    'key~abcdef',
    '数据',
    ' lead',
    'tab\tkey',
    'quote\'"',
    'k'.repeat(300),
    '__proto__',
  ]
  assert.deepEqual(namesOf(keys), keys)
})

test('the second of two keys that fold alike gets six digits of its digest', () => {
  assert.deepEqual(namesOf(['Loss', 'loss']), ['Loss', 'loss~d2b72d'])
  assert.deepEqual(namesOf(['É', 'é']), ['É', 'é~f28860'])
})

test('an empty key, NUL and ill-formed text get digits at once', () => {
  assert.deepEqual(namesOf(['', 'nul\0key', 'lone\ud800']), ['~12ae32', 'nul\uFFFDkey~cba73c', 'lone\uFFFD~a66fe2'])
})

test('a name that somebody took on purpose makes the digits longer', () => {
  assert.deepEqual(namesOf(['LOSS~D2B72D', 'Loss', 'loss']), ['LOSS~D2B72D', 'Loss', 'loss~d2b72d11'])
  const digest = 'd2b72d11df'
  assert.deepEqual(namesOf([`loss~${digest.slice(0, 6)}`, `loss~${digest.slice(0, 8)}`, 'LOSS', 'loss']).at(-1), `loss~${digest}`)
})

test('letters that some engine folds into others are never two columns', () => {
  for (const [a, b] of ['ßẞ', 'ſs', 'Kk', 'ıI', 'ΣΣ', 'ςσ', 'Åå', 'ǅǆ'].map(pair => [...pair] as [string, string])) {
    if (a !== b) assert.equal(foldName(a), foldName(b), `${a} and ${b}`)
  }
})

test('a composed letter and its parts are two columns', () => {
  assert.deepEqual(namesOf(['\u00e9', 'e\u0301']), ['\u00e9', 'e\u0301'])
})

test('a key keeps its name whatever comes after it', () => {
  fc.assert(
    fc.property(fc.uniqueArray(key, { maxLength: 20 }), fc.nat(20), (keys, count) => {
      assert.deepEqual(namesOf(keys).slice(0, count), namesOf(keys.slice(0, count)))
    }),
  )
})

test('a key without a free name is an error, not somebody else’s column', () => {
  assert.throws(
    () => columnName('a', () => true),
    new RangeError('expected a free column name for the key "a", but all are taken'),
  )
})

test('a name is quoted so that it stays one', () => {
  assert.equal(quoteName('say "hi"'), '"say ""hi"""')
})

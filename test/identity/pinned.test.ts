// Identities written down: were one of them to change, every stored result would be lost to its benchmark, so none may, unnoticed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canonical, encodingNumber } from '../../src/identity/canonical.ts'
import { datapointKeys } from '../../src/identity/datapoint.ts'
import { digest, digestText } from '../../src/identity/digest.ts'
import { A } from './pairs.ts'

const texts: readonly (readonly [unknown, string])[] = [
  [{ b: [1, 'x', null, true], a: { '2': -0, '10': 1.5 } }, '{"a":{"10":1.5,"2":#-0},"b":[1,"x",null,true]}'],
  ['ü\ud800"\n', '"ü\\ud800\\"\\n"'],
  [[Number.NaN, -Infinity, 1e21, 5e-324], '[#NaN,#-Infinity,1e+21,5e-324]'],
  [[undefined, 2n ** 64n], '[#undefined,#bigint(18446744073709551616)]'],
  [Object.assign([], { length: 2 }), '[#hole,#hole]'],
  [new Date(1e12), '#date(1000000000000)'],
  [
    new Map<unknown, unknown>([
      ['b', 1],
      ['a', [2n]],
      [1, 0],
    ]),
    '#map("a"=>[#bigint(2)],"b"=>1,1=>0)',
  ],
  [new Set(['b', 'a']), '#set("a","b")'],
  [new Uint8Array([1, 2]), '#Uint8Array(AQI=)'],
  [new Float32Array([1]), '#Float32Array(AACAPw==)'],
  [new Uint8Array([7]).buffer, '#ArrayBuffer(Bw==)'],
  [/a"b/gi, '#regexp("a\\"b",gi)'],
  [new URL('https://a.example/b?c'), '#url("https://a.example/b?c")'],
  [new TypeError('m', { cause: 1 }), '#error("TypeError",{"cause":1,"errors":#undefined,"message":"m","name":"TypeError"})'],
  [new A([1]), '#class("A",{"v":[1]})'],
]

test('the canonical text of every kind of value', () => {
  for (const [value, text] of texts) assert.equal(canonical(value), text)
})

test('a digest is SHA-256 of the encoding’s number and the text', () => {
  assert.equal(encodingNumber, 1)
  assert.equal(digest('a'), '500418ce048554fdd8f2744131df74ac13f44528d3b95fa5198f7b9caf9bfec8')
  assert.equal(digest({ b: 2, a: [1n, new Date(0)] }), '8c2ead0cd7cb5c662365eb4395f8316c08fcfadb6720fd2a47daf919e5642d42')
  assert.equal(digest(texts.map(([value]) => value)), 'a091a622af0ef34d29b87b06b72179cea9563720284907b91de5c1fad727ba8d')
  assert.equal(digest({ b: 2, a: 1 }), digestText('{"a":1,"b":2}'))
})

test('a datapoint’s key', () => {
  const params = canonical({ model: 'franc', chars: 80 })
  const keyOf = datapointKeys({ name: 'language-detectors', code: 'version:1', files: '', train: '', params })
  assert.equal(keyOf(digest('the text'), 0), '8500634d867d30109a7523df44e0684891ce2116c3c6e225704c99852c9670a0')
  assert.equal(keyOf(digest('the text'), 1), '90b856c2ce11f6d8188aaf3af19ffc2a3cb3c46c3d53cec3073dd5e1aa9891ec')
})

test('every part of a datapoint is in its key', () => {
  const parts = { name: 'n', code: 'c', files: 'f', train: 't', params: '{"a":1}' }
  const key = (change: Partial<typeof parts>, input = 'i', trial = 0) => datapointKeys({ ...parts, ...change })(input, trial)
  const changes = [{ name: 'm' }, { code: 'd' }, { files: 'g' }, { train: 'u' }, { params: '{"a":2}' }, { params: '{"a":1},0' }]
  const keys = [key({}), ...changes.map(change => key(change)), key({}, 'j'), key({}, 'i', 1), key({ name: 'n","c', code: '' })]
  assert.equal(new Set(keys).size, keys.length)
})

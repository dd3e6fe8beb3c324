// Holds the binomial distribution to another program's values, up to ten million trials.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { binomialCdf } from '../../src/stats/binomial.ts'
import { assertClose } from './close.ts'

// k, n, p, then P(X ≤ k): the probabilities summed by mpmath with 50 digits; SciPy 1.17 binom.cdf agrees to 2e-12.
const CDF: readonly (readonly [number, number, number, number])[] = [
  [0, 1, 0.5, 0.5],
  [0, 10, 0.1, 0.3486784401],
  [3, 10, 0.5, 0.171875],
  [9, 10, 0.5, 0.9990234375],
  [16, 20, 0.95, 0.01590152601976361],
  [19, 20, 0.95, 0.6415140775914581],
  [0, 20, 0.95, 9.536743164062669e-27],
  [32, 100, 0.25, 0.9554036747873185],
  [50, 100, 0.5, 0.5397946186935894],
  [5, 1000, 0.01, 0.06613951160725197],
  [980, 1000, 0.99, 0.003288359787727498],
  [2, 1000000, 1e-6, 0.9196986948985504],
  [0, 1000000, 1e-5, 4.539765980761299e-5],
  [499000, 1000000, 0.5, 0.02280414993269104],
  [500000, 1000000, 0.5, 0.5003989421806658],
  [495000, 1000000, 0.5, 7.690777521953676e-24],
  [989900, 1000000, 0.99, 0.15865123214582172],
  [4999999, 10000000, 0.5, 0.49987384337705293],
  [2999000, 10000000, 0.3, 0.24519256374147808],
  [9999990, 10000000, 0.999999, 0.5420703481191773],
  [9990100, 10000000, 0.999, 0.8426780624656628],
  [90, 10000000, 1e-5, 0.1713838673685624],
  [4980000, 10000000, 0.5, 5.6790225445532015e-37],
  [123456, 200000, 0.62, 0.006160407885672176],
]

test('the binomial distribution agrees with mpmath', () => {
  for (const [k, n, p, expected] of CDF) assertClose(binomialCdf(k, n, p), expected, 1e-13)
})

test('the binomial distribution is the sum of its probabilities', () => {
  const choose = [1, 6, 15, 20, 15, 6, 1]
  let total = 0
  for (const [k, ways] of choose.entries()) {
    total += ways * 0.3 ** k * 0.7 ** (6 - k)
    assertClose(binomialCdf(k, 6, 0.3), total, 1e-14)
  }
})

test('the ends of the binomial distribution are exact', () => {
  assert.equal(binomialCdf(-1, 10, 0.5), 0)
  assert.equal(binomialCdf(10, 10, 0.5), 1)
  assert.equal(binomialCdf(0, 0, 0.5), 1)
  assert.equal(binomialCdf(3, 10, 0), 1)
  assert.equal(binomialCdf(3, 10, 1), 0)
})

test('a fraction counts as the integer below', () => {
  assert.equal(binomialCdf(2.9, 5, 0.5), binomialCdf(2, 5, 0.5))
})

test('the binomial distribution rises with k', () => {
  const n = fc.integer({ min: 1, max: 1000 })
  const p = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(n, p, fc.nat(1000), (n, p, k) => {
      assert.ok(binomialCdf(k, n, p) <= binomialCdf(k + 1, n, p) + 1e-15)
    }),
  )
})

test('the binomial distribution refuses arguments outside its domain', () => {
  assert.throws(() => binomialCdf(Number.NaN, 1, 0.5), new RangeError('expected `k` to be a number, got NaN'))
  assert.throws(() => binomialCdf(1, 1.5, 0.5), new RangeError('expected `n` to be an integer from 0, got 1.5'))
  assert.throws(() => binomialCdf(1, -1, 0.5), new RangeError('expected `n` to be an integer from 0, got -1'))
  assert.throws(() => binomialCdf(1, 2, 1.5), new RangeError('expected `p` to be between 0 and 1, got 1.5'))
})

// Holds Student's t to another program's values, from one degree of freedom to ten million.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { normalQuantile } from '../../src/stats/normal.ts'
import { studentCdf, studentQuantile } from '../../src/stats/student.ts'
import { assertClose } from './close.ts'

// t, df, then P(T ≤ t): mpmath with 60 digits; SciPy 1.17 t.cdf agrees to 2e-13.
const CDF: readonly (readonly [number, number, number])[] = [
  [-10000000000, 1, 3.1830988618379065e-11],
  [-100, 1, 0.003182992764908255],
  [-1, 1, 0.25],
  [0.5, 1, 0.6475836176504333],
  [2, 1.5, 0.8879058348219745],
  [-3, 2, 0.04773298313335456],
  [-12.7, 3, 0.0005265263410993001],
  [1e-9, 3, 0.5000000003675525],
  [0, 4, 0.5],
  [-2.5, 4.85, 0.027994975264622208],
  [2.5, 10, 0.9842765778816956],
  [-40, 10, 1.1404288715428774e-12],
  [1.96, 30, 0.9703288435519748],
  [-6, 30, 6.971384383602371e-7],
  [-8, 100, 1.1364324038640403e-12],
  [0.3, 100, 0.6176000598498482],
  [-1.96, 10000, 0.025011760115916524],
  [-30, 10000, 1.0221635237127853e-189],
  [-2.5, 10000000, 0.006209673268289235],
  [1.2, 10000000, 0.8849303155638729],
  [-20, 10000000, 2.7647156034788506e-89],
]

// p, df, then the quantile: the root of mpmath's distribution. SciPy 1.17 t.ppf agrees to 1e-13, but for p = 0.5000001, where it
// has 3 right digits.
const QUANTILE: readonly (readonly [number, number, number])[] = [
  [0.975, 1, 12.706204736174694],
  [0.975, 2, 4.302652729749462],
  [0.975, 3, 3.1824463052837086],
  [0.975, 5, 2.5705818356363146],
  [0.975, 9, 2.262157162798205],
  [0.975, 29.5, 2.043724966772123],
  [0.975, 100, 1.9839715185235518],
  [0.975, 10000, 1.960201239890626],
  [0.975, 10000000, 1.959964221767205],
  [0.995, 4.854383, 4.095111273828222],
  [0.9999, 2.5, 34.86796932111631],
  [1e-10, 3, -2225.7692846830932],
  [1e-20, 7, -1445.7919808114368],
  [1e-100, 30, -10810.645001143976],
  [1e-6, 1, -318309.8861827435],
  [0.5000001, 4, 2.666666665263091e-7],
  [0.51, 100000, 0.025068970970446705],
  [0.3, 0.5, -1.0095258786071661],
  [0.05, 19, -1.7291328115213696],
  [0.7, 1.5, 0.6517954826023569],
  [0.999999999, 200, 6.286347432114155],
  [1e-12, 10000000, -7.03449270352616],
  [1e-300, 50, -6675289.062943936],
  [0.4, 1000, -0.2534145158394987],
]

test('the t distribution agrees with mpmath', () => {
  for (const [t, df, expected] of CDF) assertClose(studentCdf(t, df), expected, 2e-13)
})

test('the t quantile agrees with mpmath', () => {
  for (const [p, df, expected] of QUANTILE) assertClose(studentQuantile(p, df), expected, 1e-14)
})

test('one and two degrees of freedom have closed forms', () => {
  for (const p of [0.001, 0.2, 0.45, 0.6, 0.99]) {
    assertClose(studentQuantile(p, 1), Math.tan(Math.PI * (p - 0.5)), 1e-13)
    assertClose(studentQuantile(p, 2), (2 * p - 1) / Math.sqrt(2 * p * (1 - p)), 1e-13)
  }
})

test('with many degrees of freedom the t quantile is the normal one', () => {
  assertClose(studentQuantile(0.975, 1e12), normalQuantile(0.975), 1e-11)
})

test('quantile and distribution undo each other', () => {
  const df = fc.double({ min: 0.5, max: 1e7, noNaN: true })
  const p = fc.double({ min: 1e-30, max: 0.5, noNaN: true })
  fc.assert(fc.property(p, df, (p, df) => assertClose(studentCdf(studentQuantile(p, df), df), p, 1e-12)))
})

test('the t quantile is symmetric', () => {
  // Multiples of 2^-20, so that 1 - p is exact.
  const p = fc.integer({ min: 1, max: 2 ** 20 - 1 }).map(p => p / 2 ** 20)
  fc.assert(fc.property(p, p => assert.equal(studentQuantile(p, 7), 0 - studentQuantile(1 - p, 7))))
})

test('the ends of the t distribution are exact', () => {
  assert.equal(studentCdf(-Infinity, 3), 0)
  assert.equal(studentCdf(Infinity, 3), 1)
  assert.equal(studentCdf(0, 3), 0.5)
  assert.equal(studentCdf(Number.NaN, 3), Number.NaN)
  assert.equal(studentQuantile(0, 3), -Infinity)
  assert.equal(studentQuantile(1, 3), Infinity)
  assert.equal(studentQuantile(0.5, 3), 0)
})

test('a quantile beyond the range of a double is infinite', () => {
  assert.equal(studentQuantile(1e-30, 0.1), -Infinity)
})

test('the t distribution refuses arguments outside its domain', () => {
  assert.throws(() => studentCdf(1, 0), new RangeError('expected `df` to be positive and finite, got 0'))
  assert.throws(() => studentQuantile(0.5, Infinity), new RangeError('expected `df` to be positive and finite, got Infinity'))
  assert.throws(() => studentQuantile(-1, 2), new RangeError('expected `p` to be between 0 and 1, got -1'))
})

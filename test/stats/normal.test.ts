// Holds the normal distribution to another program's values, in both tails.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { normalCdf, normalQuantile } from '../../src/stats/normal.ts'
import { assertClose } from './close.ts'

// z, then Φ(z): mpmath ncdf with 50 digits; SciPy 1.17 norm.cdf agrees to 1e-13.
const CDF: readonly (readonly [number, number])[] = [
  [-37.5, 4.605353009581955e-308],
  [-30, 4.906713927148187e-198],
  [-20, 2.7536241186062337e-89],
  [-10, 7.619853024160525e-24],
  [-8.2, 1.2019351542735859e-16],
  [-6, 9.86587645037698e-10],
  [-5.66, 7.568649751997714e-9],
  [-5.65, 8.022391850663497e-9],
  [-4, 3.1671241833119924e-5],
  [-3, 0.0013498980316300946],
  [-1.959963984540054, 0.025000000000000012],
  [-1, 0.15865525393145705],
  [-0.68, 0.2482522304535705],
  [-0.67, 0.2514288950953101],
  [-0.1, 0.460172162722971],
  [-1e-10, 0.49999999996010575],
  [0, 0.5],
  [0.3, 0.6179114221889527],
  [0.67, 0.7485711049046899],
  [0.7, 0.758036347776927],
  [1, 0.8413447460685429],
  [1.5, 0.9331927987311419],
  [2, 0.9772498680518208],
  [3, 0.9986501019683699],
  [5, 0.9999997133484281],
  [8, 0.9999999999999993],
]

// p, then Φ⁻¹(p): the root of mpmath's ncdf; SciPy 1.17 norm.ppf agrees to 1e-15.
const QUANTILE: readonly (readonly [number, number])[] = [
  [1e-300, -37.0470962993612],
  [1e-100, -21.273453560965326],
  [1e-50, -14.933337534788489],
  [1e-20, -9.262340089798407],
  [1e-12, -7.034483825301132],
  [1e-8, -5.612001244174789],
  [1e-6, -4.753424308822899],
  [0.0001, -3.7190164854556804],
  [0.001, -3.0902323061678136],
  [0.005, -2.575829303548901],
  [0.01, -2.326347874040841],
  [0.025, -1.9599639845400543],
  [0.05, -1.6448536269514726],
  [0.074, -1.4466320671589785],
  [0.076, -1.4325027208258116],
  [0.1, -1.2815515655446004],
  [0.25, -0.6744897501960817],
  [0.4, -0.2533471031357997],
  [0.4999999, -2.5066282747031063e-7],
  [0.6, 0.2533471031357997],
  [0.75, 0.6744897501960817],
  [0.9, 1.2815515655446006],
  [0.95, 1.6448536269514722],
  [0.975, 1.9599639845400538],
  [0.995, 2.5758293035489004],
  [0.9995, 3.290526731491926],
  [0.999999, 4.753424308817087],
  [0.999999999999, 7.0344869100478356],
]

test('the normal distribution agrees with mpmath', () => {
  for (const [z, expected] of CDF) assertClose(normalCdf(z), expected, 2e-15)
})

test('the normal quantile agrees with mpmath', () => {
  for (const [p, expected] of QUANTILE) assertClose(normalQuantile(p), expected, 2e-15)
})

test('the ends of the normal distribution are exact', () => {
  assert.equal(normalCdf(-Infinity), 0)
  assert.equal(normalCdf(Infinity), 1)
  assert.equal(normalQuantile(0), -Infinity)
  assert.equal(normalQuantile(1), Infinity)
  assert.equal(normalQuantile(0.5), 0)
  assert.equal(normalCdf(Number.NaN), Number.NaN)
})

test('quantile and distribution undo each other', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-300, max: 0.5, noNaN: true }), p => assertClose(normalCdf(normalQuantile(p)), p, 1e-12)),
  )
})

test('the normal quantile refuses what is not a probability', () => {
  assert.throws(() => normalQuantile(1.1), new RangeError('expected `p` to be between 0 and 1, got 1.1'))
  assert.throws(() => normalQuantile(Number.NaN), new RangeError('expected `p` to be between 0 and 1, got NaN'))
})

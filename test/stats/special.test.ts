// Holds the special functions to values of another program; a wrong digit here would be a wrong digit in every interval.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { betaPower, logGamma, polynomial, regularizedBeta, regularizedBetaAbove } from '../../src/stats/special.ts'
import { assertClose } from './close.ts'

// x, then log Γ(x): mpmath 1.3 loggamma with 50 digits.
const LOG_GAMMA: readonly (readonly [number, number])[] = [
  [1e-300, 690.7755278982137],
  [1e-10, 23.025850929882736],
  [0.1, 2.252712651734206],
  [0.4999, 0.5725613186041184],
  [0.5, 0.5723649429247001],
  [0.75, 0.20328095143129538],
  [0.999999, 5.772164873855652e-7],
  [1, 0],
  [1.000001, -5.772148423874147e-7],
  [1.3, -0.10817480950786047],
  [1.4616, -0.12148629003589732],
  [1.999999, -4.227840125965854e-7],
  [2, 0],
  [2.0000001, 4.227843666532498e-8],
  [2.5, 0.2846828704729192],
  [5.5, 3.9578139676187165],
  [9.99, 12.779315214350193],
  [10, 12.801827480081469],
  [10.5, 13.940625219403763],
  [100.25, 360.28455963776423],
  [10000, 82099.71749644238],
  [10000000, 151180949.3694739],
  [1000000000000000, 3.3538776394910668e16],
]

// x, a, b, then I_x(a, b): mpmath with 60 digits, by 2F1 or, for integers a and b, by summing the binomial distribution. SciPy 1.17
// betainc agrees to 1e-12 (its own error at a = 3e6).
const BETA: readonly (readonly [number, number, number, number])[] = [
  [0.5, 2, 3, 0.6875],
  [0.1, 0.5, 0.5, 0.20483276469913345],
  [0.9, 0.5, 0.5, 0.7951672353008665],
  [0.01, 5, 2, 5.95e-10],
  [0.99, 5, 2, 0.998539552395],
  [1e-10, 0.5, 10, 3.52394103898188e-5],
  [0.3, 1, 1, 0.3],
  [0.5, 0.001, 2, 0.9998067465369478],
  [0.2, 30, 70, 0.009692085749007045],
  [0.4, 30, 70, 0.9822224303035403],
  [0.05, 30, 70, 6.292719054110793e-16],
  [0.001, 0.5, 500, 0.6826895526902826],
  [0.01, 0.5, 500, 0.998472642120947],
  [0.5, 1000, 1000, 0.5],
  [0.45, 1000, 1000, 3.683198869007578e-6],
  [0.3, 1.5, 0.25, 0.03657796389768368],
  [0.999999, 3, 0.1, 0.7098771699094105],
  [0.7, 0.01, 0.01, 0.504176386397618],
  [1e-300, 0.5, 0.5, 6.366197723675813e-151],
  [0.02, 200.5, 9000.25, 0.1175528187834425],
  [0.6, 100, 1e-5, 1.609792452400464e-29],
  [0.5, 5000000, 5000000, 0.5],
  [0.4999, 5000000, 5000000, 0.26354463153144103],
  [0.3, 3000000, 7000000, 0.500036706177585],
  [0.2995, 3000000, 7000000, 0.0002789127632027574],
  [0.5, 10000000, 10000000, 0.5],
  [1e-6, 10, 9999990, 0.5420702229731028],
  [0.99, 9900100, 99900, 0.3748966309579493],
  [1e-5, 50, 10000000, 0.9999999882200546],
]

test('log gamma agrees with mpmath, next to its zeros at 1 and 2 too', () => {
  for (const [x, expected] of LOG_GAMMA) assertClose(logGamma(x), expected, 1e-15)
})

test('log gamma of an integer is the logarithm of a factorial', () => {
  let factorial = 1
  for (let n = 1; n <= 20; n++) {
    assertClose(logGamma(n), Math.log(factorial), 1e-15)
    factorial *= n
  }
})

test('log gamma refuses what is not positive', () => {
  for (const x of [0, -1, Number.NaN]) assert.throws(() => logGamma(x), new RangeError(`expected \`x\` to be positive, got ${x}`))
})

test('the incomplete beta function agrees with mpmath', () => {
  for (const [x, a, b, expected] of BETA) assertClose(regularizedBeta(x, a, b), expected, 1e-13)
})

test('the share above is the share below, mirrored', () => {
  const parameter = fc.double({ min: 1e-3, max: 1e7, noNaN: true })
  // Multiples of 2^-20, so that 1 - x is exact.
  const share = fc.integer({ min: 0, max: 2 ** 20 }).map(x => x / 2 ** 20)
  fc.assert(
    fc.property(share, parameter, parameter, (x, a, b) => {
      assertClose(regularizedBetaAbove(x, a, b), regularizedBeta(1 - x, b, a), 1e-11)
    }),
  )
})

test('the incomplete beta function stays in [0, 1] and rises with x', () => {
  const parameter = fc.double({ min: 1e-3, max: 1e7, noNaN: true })
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(share, share, parameter, parameter, (first, second, a, b) => {
      const low = regularizedBeta(Math.min(first, second), a, b)
      const high = regularizedBeta(Math.max(first, second), a, b)
      assert.ok(low >= 0 && low <= high * (1 + 1e-12) && high <= 1)
    }),
  )
})

test('the ends of the incomplete beta function are exact', () => {
  assert.equal(regularizedBeta(0, 2, 3), 0)
  assert.equal(regularizedBeta(1, 2, 3), 1)
  assert.equal(regularizedBetaAbove(0, 2, 3), 1)
  assert.equal(regularizedBetaAbove(1, 2, 3), 0)
})

test('the beta power is its definition where that can be computed', () => {
  // 1/B(2, 3) = 12.
  assertClose(betaPower(0.25, 2, 3), 0.25 ** 2 * 0.75 ** 3 * 12, 1e-15)
  assert.equal(betaPower(0, 2, 3), 0)
  assert.equal(betaPower(1, 2, 3), 0)
})

test('the incomplete beta function refuses arguments outside its domain', () => {
  assert.throws(() => regularizedBeta(1.5, 1, 1), new RangeError('expected `x` to be between 0 and 1, got 1.5'))
  assert.throws(() => regularizedBeta(0.5, 0, 1), new RangeError('expected `a` to be positive and finite, got 0'))
  assert.throws(() => regularizedBeta(0.5, 1, Infinity), new RangeError('expected `b` to be positive and finite, got Infinity'))
  assert.throws(
    () => regularizedBeta(0.5, 1e20, 1e20),
    new RangeError('expected `a` + `b` to be at most about 1e15, got 200000000000000000000'),
  )
})

test('a polynomial takes its highest power first', () => {
  assert.equal(polynomial(10, [1, 2, 3]), 123)
  assert.equal(polynomial(10, []), 0)
})

// The standard normal distribution: where the 1.96 of a 95 % interval comes from, at any level and to full precision.
import { polynomial } from './special.ts'

const INVERSE_SQRT_TWO_PI = 0.3989422804014327

/** Cody's rational approximations (1969) for |z| to 0.67, to √32 and beyond: numerator and denominator, highest power first. */
const CDF_CENTRE = [
  [0.06568233791820745, 2.2352520354606837, 161.02823106855587, 1067.6894854603709, 18154.98125334356],
  [1, 47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673],
] as const
const CDF_MIDDLE = [
  [
    1.0765576773720192e-8, 0.39894151208813466, 8.883149794388377, 93.50665613217785, 597.2702763948002, 2494.5375852903726,
    6848.190450536283, 11602.65143764735, 9842.714838383978,
  ],
  [
    1, 22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761, 18615.571640885097, 34900.95272114598,
    38912.00328609327, 19685.429676859992,
  ],
] as const
const CDF_TAIL = [
  [
    0.023073441764940174, 0.215898534057957, 0.12740116116024736, 0.022235277870649807, 0.0014216191932278934,
    0.000029112874951168793,
  ],
  [1, 1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824, 0.00007297515550839662],
] as const

/** Wichura's (AS 241, PPND16) for |p - 1/2| to 0.425, for tails down to exp(-25) and beyond: in the same form. */
const QUANTILE_CENTRE = [
  [
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513,
    133.14166789178438, 3.3871328727963665,
  ],
  [
    5226.495278852546, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579,
    42.31333070160091, 1,
  ],
] as const
const QUANTILE_MIDDLE = [
  [
    0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045, 5.769497221460691,
    4.630337846156546, 1.4234371107496835,
  ],
  [
    1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851, 1.6763848301838038,
    2.053191626637759, 1,
  ],
] as const
const QUANTILE_TAIL = [
  [
    2.0103343992922881e-7, 0.000027115555687434876, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487,
    1.7848265399172913, 5.463784911164114, 6.657904643501103,
  ],
  [
    2.0442631033899397e-15, 1.421511758316446e-7, 0.000018463183175100548, 0.0007868691311456133, 0.014875361290850615,
    0.1369298809227358, 0.599832206555888, 1,
  ],
] as const

/**
 * The probability that a standard normal variable is at most `z`; full double precision, the lower tail included.
 * For an upper tail ask for `normalCdf(-z)`: `1 - normalCdf(z)` has lost it. `NaN` gives `NaN`.
 *
 * Source: Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969).
 */
export function normalCdf(z: number): number {
  if (Math.abs(z) <= 0.67448975) return 0.5 + z * ratio(z * z, CDF_CENTRE)
  return z < 0 ? upperTail(-z) : 1 - upperTail(z)
}

/**
 * The `z` below which a standard normal variable falls with probability `p`; full double precision.
 * `p` = 0 and 1 give the infinities; `RangeError` outside [0, 1].
 *
 * Source: Wichura, "Algorithm AS 241", Applied Statistics 37 (1988).
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`expected \`p\` to be between 0 and 1, got ${p}`)
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity
  const fromMedian = p - 0.5
  if (Math.abs(fromMedian) <= 0.425) return fromMedian * ratio(0.180625 - fromMedian * fromMedian, QUANTILE_CENTRE)
  const r = Math.sqrt(-Math.log(Math.min(p, 1 - p)))
  const z = r <= 5 ? ratio(r - 1.6, QUANTILE_MIDDLE) : ratio(r - 5, QUANTILE_TAIL)
  return fromMedian < 0 ? -z : z
}

function upperTail(z: number): number {
  if (z === Infinity) return 0
  // exp(-z²/2) in two factors, the first exact, because the rounding of z² alone would cost digits in the far tail.
  const coarse = Math.trunc(z * 16) / 16
  const density = Math.exp((-coarse * coarse) / 2) * Math.exp((-(z - coarse) * (z + coarse)) / 2)
  if (z <= Math.sqrt(32)) return density * ratio(z, CDF_MIDDLE)
  const inverseSquare = 1 / (z * z)
  return (density * (INVERSE_SQRT_TWO_PI - inverseSquare * ratio(inverseSquare, CDF_TAIL))) / z
}

function ratio(x: number, [numerator, denominator]: readonly [readonly number[], readonly number[]]): number {
  return polynomial(x, numerator) / polynomial(x, denominator)
}

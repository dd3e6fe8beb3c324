// Keys and values that break stores: every kind that a cell can hold, and the names that engines merge or reserve.
import * as fc from 'fast-check'

export const awkwardKeys = [
  'order',
  '50th',
  'a-b',
  'a_b',
  'Loss',
  'loss',
  'LOSS',
  'É',
  'é',
  'ß',
  'SS',
  'straße',
  'ſ',
  's',
  '数据',
  'k'.repeat(300),
  '',
  'nul\0key',
  'nul\uFFFDkey',
  '\0',
  'lone\ud800',
  'lone\ud801',
  '\udc00',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'quote\'"`',
  '"',
  "'",
  'semi;colon',
  'loss~d2b72d',
  'key~abcdef',
  'a.b',
  '$.a',
  '$date',
  '$$date',
  ' lead',
  'tab\tkey',
  'line\nkey',
  'rowid',
  'oid',
  '_rowid_',
  'select',
  '?',
  ':a',
  '👩‍🔬',
] as const

export const key: fc.Arbitrary<string> = fc.oneof(fc.constantFrom(...awkwardKeys), fc.string({ unit: 'binary', maxLength: 12 }))

const date = fc.oneof(
  fc.date({ noInvalidDate: false }),
  fc.constantFrom(new Date(Number.NaN), new Date('0000-01-01T00:00:00.000Z'), new Date(8.64e15), new Date(-8.64e15)),
)
const bytes = fc.uint8Array({ maxLength: 9 })
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '\0', 'a\0b', 'a\ud800b', 'NaN', '5', 'null', '2026-01-02T03:04:05.678Z', '{"$date":null}'),
)
const number = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.maxSafeInteger(),
  fc.constantFrom(Number.NaN, Infinity, -Infinity, -0, 0, 1, 2 ** 53, -(2 ** 53), 5e-324, 1.7976931348623157e308),
)
const bigint = fc.oneof(
  fc.bigInt(),
  fc.constantFrom(0n, 5n, 2n ** 53n, 2n ** 60n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 63n, 2n ** 80n),
)

export const scalar: fc.Arbitrary<unknown> = fc.oneof(text, number, bigint, fc.boolean(), fc.constant(null), date, bytes)

const nestedKey = fc.oneof(key, fc.constantFrom('$', '$$', '$nan', '$hole', '$$hole', '$undefined', '$map', '$error', 'toJSON'))
const special = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    /a"b\/c/giu,
    new URL('https://example.org/ü?a=1#b'),
    new Float32Array([0.5, Number.NaN, -0]),
    new Float64Array([1, Infinity]),
    new BigInt64Array([-1n, 2n ** 62n]),
    new Uint16Array([65535]),
    new Uint8ClampedArray([1, 2]),
    new Int8Array(0),
    // oxlint-disable-next-line no-sparse-arrays
    [, 1, , undefined, ,],
    Array.from({ length: 2 }).fill(undefined),
    new TypeError('broken \ud800'),
    new Error('outer', { cause: new RangeError('inner', { cause: { n: -0 } }) }),
    new AggregateError([new Error('a'), 'b'], 'many'),
    Object.assign(new Error('refused'), { code: 'ECONNREFUSED', port: 80, tags: ['a'] }),
  ),
)

/** Anything that one cell may hold. */
export const value: fc.Arbitrary<unknown> = fc.letrec(tie => ({
  value: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'value' },
    scalar,
    special,
    tie('array'),
    tie('object'),
    tie('map'),
    tie('set'),
  ),
  array: fc.array(tie('value'), { maxLength: 4 }),
  object: fc.dictionary(nestedKey, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  map: fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 3 }).map(entries => new Map(entries)),
  set: fc.array(tie('value'), { maxLength: 3 }).map(members => new Set(members)),
})).value

/** A record: some of few keys, so that records of one table share columns and differ in kinds. */
export const record: fc.Arbitrary<Record<string, unknown>> = fc.dictionary(
  key,
  value.filter(one => one !== undefined),
  { maxKeys: 8, noNullPrototype: true },
)

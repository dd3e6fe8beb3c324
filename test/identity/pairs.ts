// Values that have one identity, values that have two, and values that have none, for the tests of canonical text.

export class A {
  readonly v: unknown
  constructor(v: unknown) {
    this.v = v
  }
}
export class B {
  readonly v: unknown
  constructor(v: unknown) {
    this.v = v
  }
}
export class Hidden {
  readonly #q: unknown
  constructor(q: unknown) {
    this.#q = q
  }
  get q(): unknown {
    return this.#q
  }
}
class Deeper extends Hidden {}
class Tagged extends Map<string, number> {
  tag = 1
}
class Row extends Array<number> {}
class PrivateError extends Error {
  readonly #status: number
  constructor(status: number) {
    super('failed')
    this.#status = status
  }
  get status(): number {
    return this.#status
  }
}
/** Has a `#` in a text and in a comment, which is not private state. */
export class Colour {
  // The default is #fff.
  readonly hex = '#fff'
}

const holes = (length: number, entries: Record<number, unknown>) => Object.assign([], { length }, entries) as unknown[]

export const differ: readonly (readonly [unknown, unknown])[] = [
  [-1, -2],
  [1, '1'],
  [1, 1n],
  [1n, '1n'],
  [1, true],
  ['true', true],
  [0, false],
  [0, -0],
  [-0, '-0'],
  [null, undefined],
  [null, 'null'],
  [undefined, 'undefined'],
  [Number.NaN, null],
  [Number.NaN, 'NaN'],
  [Infinity, null],
  [Infinity, -Infinity],
  [new Date(0), new Date(0).toISOString()],
  [new Date(0), 0],
  [new Date(0), new Date(1)],
  [new Date(Number.NaN), null],
  [new Date(Number.NaN), Number.NaN],
  [new Map([[1, 2]]), { 1: 2 }],
  [new Map([['a', 1]]), { a: 1 }],
  [new Map([['1', 2]]), new Map([[1, 2]])],
  [new Map([['a', 1]]), [['a', 1]]],
  [new Map(), {}],
  [new Map(), new Set()],
  [new Set([1]), [1]],
  [new Set([1, 2]), new Set([[1, 2]])],
  [
    [1, [2]],
    [[1], 2],
  ],
  [
    [1, 2],
    [2, 1],
  ],
  [[1, 2], ['1,2']],
  [['a,b'], ['a', 'b']],
  [[], [[]]],
  [[undefined], []],
  [[undefined], [null]],
  [holes(1, {}), [undefined]],
  [holes(2, { 1: 1 }), holes(2, { 0: 1 })],
  [{ a: undefined }, {}],
  [{ a: null }, {}],
  [{ a: [] }, { a: {} }],
  [
    { a: 1, b: 2 },
    { a: 2, b: 1 },
  ],
  [{ 'a":1,"b': 2 }, { a: 1, b: 2 }],
  [{ a: { b: 1 } }, { 'a.b': 1 }],
  [{ '': 1 }, {}],
  [{ __proto__: null, a: 1 }, { a: 2 }],
  [JSON.parse('{"__proto__":1}'), {}],
  [JSON.parse('{"__proto__":1}'), JSON.parse('{"__proto__":2}')],
  [{ $date: 0 }, new Date(0)],
  [{ constructor: 1 }, {}],
  [[], {}],
  ['', null],
  ['', []],
  ['a', ['a']],
  ['a', 'A'],
  ['\ud800', '\ufffd'],
  ['\ud800', '\ud801'],
  ['\ud800', '\\ud800'],
  ['é', 'e\u0301'],
  ['a\0', 'a'],
  ['#date(0)', new Date(0)],
  ['#undefined', undefined],
  [1e21, '1e21'],
  [0.1 + 0.2, 0.3],
  [2 ** 53, 2n ** 53n],
  [5e-324, 0],
  [new Uint8Array([1]), [1]],
  [new Uint8Array([1]), 'AQ=='],
  [new Uint8Array(), ''],
  [new Int8Array([-1]), new Uint8Array([255])],
  [new Float32Array(1), new Uint8Array(4)],
  [new Uint8Array(4), new Uint8ClampedArray(4)],
  [new Uint8Array(4), new ArrayBuffer(4)],
  [new Float64Array([0]), new Float64Array([-0])],
  [new Uint16Array([1, 2, 3]).subarray(1), new Uint16Array([1, 2, 3]).subarray(0, 2)],
  [new BigInt64Array([1n]), new BigUint64Array([1n])],
  [new DataView(new ArrayBuffer(1)), new Uint8Array(1)],
  [/a/, '/a/'],
  [/a/g, /a/i],
  [/a/, /b/],
  [/,g/, /,/g],
  [new URL('http://a/b'), 'http://a/b'],
  [new URL('http://a/b'), new URL('http://a/c')],
  [new Error('a'), new Error('b')],
  [new Error('a'), new TypeError('a')],
  [new Error('a'), 'a'],
  [new Error('a'), { name: 'Error', message: 'a' }],
  [new Error('a', { cause: 1 }), new Error('a', { cause: 2 })],
  [new AggregateError([1], 'a'), new AggregateError([2], 'a')],
  [Object.assign(new Error('a'), { code: 1 }), new Error('a')],
  [new A(1), new B(1)],
  [new A(1), new A(2)],
  [new A(1), { v: 1 }],
  [new A(new Date(0)), new A(0)],
]

const shared = { z: 1 }

export const same: readonly (readonly [unknown, unknown])[] = [
  [
    { a: 1, b: 2 },
    { b: 2, a: 1 },
  ],
  [{ n: { m: [1, { z: 1, y: 2 }] } }, { n: { m: [1, { y: 2, z: 1 }] } }],
  [
    { 10: 'a', 9: 'b', x: 1 },
    { x: 1, 9: 'b', 10: 'a' },
  ],
  [
    { b: 1n, a: -0 },
    { a: -0, b: 1n },
  ],
  [{ __proto__: null, a: 1 }, { a: 1 }],
  [
    [1, 2],
    [1, 2],
  ],
  [
    [shared, shared],
    [{ z: 1 }, { z: 1 }],
  ],
  [1.0, 1],
  [0.1, 1e-1],
  ['x', 'x'],
  ['\u00e9', 'é'],
  [10n, 10n],
  [Number.NaN, Number.NaN],
  [-0, -0],
  [new Date(5), new Date(5)],
  [new Date('2026-01-01T00:00:00Z'), new Date('2026-01-01T01:00:00+01:00')],
  [new Date(Number.NaN), new Date('never')],
  [
    new Map([
      ['a', 1],
      ['b', 2],
    ]),
    new Map([
      ['b', 2],
      ['a', 1],
    ]),
  ],
  [new Map([[{ a: 1, b: 1 }, 1]]), new Map([[{ b: 1, a: 1 }, 1]])],
  [new Set([1, 2]), new Set([2, 1])],
  [new Set([{ a: 1 }, 'b']), new Set(['b', { a: 1 }])],
  [Buffer.from('a'), new Uint8Array([97])],
  [new Float32Array([1, 2, 3]).subarray(1), new Float32Array([2, 3])],
  [new Uint8Array([1]).buffer, new Uint8Array([1]).buffer],
  [/a/gi, new RegExp('a', 'ig')],
  [new URL('http://a'), new URL('HTTP://A/')],
  [new Error('a', { cause: { b: 1, c: 2 } }), new Error('a', { cause: { c: 2, b: 1 } })],
  [new A({ p: 1, q: 2 }), new A({ q: 2, p: 1 })],
  [new Colour(), new Colour()],
]

const cycle: Record<string, unknown> = {}
cycle['self'] = { again: cycle }
const map = new Map<string, unknown>()
map.set('self', [map])
const set = new Set<unknown>()
set.add([set])
const error = new Error('e')
error.cause = error

/** With the part of the message that says where and what. */
export const refused: readonly (readonly [what: string, value: unknown, message: RegExp])[] = [
  ['a function', () => 1, /^expected v to be data, got a function, which has no identity; pass what it computes, or its name$/],
  ['a symbol', Symbol('s'), /^expected v to be data, got a symbol/],
  ['a symbol as a key', { a: { [Symbol('s')]: 1 } }, /^expected v\.a to be data, got an object with a symbol key.*text keys$/],
  ['a promise', Promise.resolve(1), /^expected v to be data, got an instance of the built-in Promise/],
  ['a weak map', new WeakMap(), /^expected v to be data, got an instance of the built-in WeakMap/],
  ['a weak set', [new WeakSet()], /^expected v\.0 to be data, got an instance of the built-in WeakSet/],
  ['an iterator', [1, 2].values(), /^expected v to be data, got /],
  ['a generator', (function* () {})(), /^expected v to be data, got /],
  ['a boxed number', { n: Object(1) as unknown }, /^expected v\.n to be data, got an instance of the built-in Number/],
  ['a cycle', cycle, /^expected v\.self\.again to be a tree, got a cycle; leave the link out$/],
  ['a cycle through a map', map, /^expected v\.self\.0 to be a tree, got a cycle/],
  ['a cycle through a set', set, /^expected v\.0\.0 to be a tree, got a cycle/],
  ['a cycle through a cause', error, /^expected v\..*cause to be a tree, got a cycle/],
  ['a deep function', { deep: { f() {} } }, /^expected v\.deep\.f to be data, got a function/],
  ['a function in a map', new Map([['k', [() => 1]]]), /^expected v\.k\.0 to be data, got a function/],
  [
    'private state',
    new Hidden(1),
    /^expected v to be data, got an instance of Hidden with private state.*plain object of what matters/,
  ],
  ['private state of a parent', { d: new Deeper(1) }, /^expected v\.d to be data, got an instance of Hidden with private state/],
  [
    'private state of an error',
    new PrivateError(404),
    /^expected v to be data, got an instance of PrivateError with private state/,
  ],
  ['a class that extends Map', new Tagged(), /^expected v to be data, got an instance of the built-in Map/],
  ['a class that extends Array', Row.of(1, 2), /^expected v to be data, got an array of the class Row/],
  ['an object of no class', Object.create({ inherited: 1 }), /^expected v to be data, got /],
  ['headers', new Headers({ a: 'b' }), /^expected v to be data, got an instance of Headers with private state/],
]

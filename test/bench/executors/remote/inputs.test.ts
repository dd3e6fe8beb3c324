// Inputs arrive in a worker as they are, or are refused by the path of what would not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { decodeInputs, encodeInputs } from '../../../../src/bench/executors/remote/inputs.ts'

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withSparseArray: true,
})

test('whatever is accepted arrives equal', () => {
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 3 }), inputs => {
      let sent: Uint8Array
      try {
        sent = encodeInputs(inputs)
      } catch (error) {
        assert.ok(error instanceof TypeError)
        return
      }
      assert.deepEqual(decodeInputs(sent), inputs)
    }),
  )
})

test('bytes keep their class, because their methods differ', () => {
  const [buffer, bytes, numbers] = decodeInputs(encodeInputs([Buffer.from('a'), new Uint8Array([1]), new Float32Array([0.5])]))
  assert.deepEqual([Buffer.isBuffer(buffer), Buffer.isBuffer(bytes)], [true, false])
  assert.deepEqual(numbers, new Float32Array([0.5]))
})

class Point {
  x = 1
}

for (const [what, input, path] of [
  ['a function', { of: [() => 1] }, 'the input.of.0'],
  ['an instance', new Map([['key', new Point()]]), 'the input.1'],
  ['a URL', new URL('http://a/'), 'the input'],
  ['an error', { cause: new Error('no') }, 'the input.cause'],
  ['a subclass of what is whole', new (class extends Date {})(), 'the input'],
  ['a promise', [Promise.resolve(1)], 'the input.0'],
] as const) {
  test(`${what} would arrive as something else`, () => {
    assert.throws(() => encodeInputs([input]), { name: 'TypeError', message: new RegExp(`^expected ${path} to be plain data`) })
  })
}

// The ground floor: errors that say what to do, ids that never meet, names that were nearly right, keys that are only keys.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runInNewContext } from 'node:vm'
import { systemClock } from '../../src/base/clock.ts'
import { AssayError } from '../../src/base/errors.ts'
import { createRunId } from '../../src/base/ids.ts'
import { isPlainObject, setKey } from '../../src/base/keys.ts'
import { nearest, suggestion } from '../../src/base/nearest.ts'
import { Trail } from '../../src/base/trail.ts'

test('an error of the world has a code, a hint and its cause', () => {
  const cause = new Error('disk')
  const error = new AssayError('io', 'It failed.', 'try again', cause)
  assert.ok(error instanceof Error)
  assert.deepEqual(
    [error.name, error.code, error.message, error.hint, error.cause],
    ['AssayError', 'io', 'It failed.', 'try again', cause],
  )
  assert.equal('cause' in new AssayError('io', 'It failed.', 'try again'), false)
})

test('run ids are two words and six letters, and do not meet', () => {
  const ids = Array.from({ length: 2_000 }, createRunId)
  for (const id of ids) assert.match(id, /^[a-z]+-[a-z]+-[0-9a-hjkmnp-tv-z]{6}$/)
  assert.equal(new Set(ids).size, ids.length)
})

test('the nearest name is a slip of the pen, or none', () => {
  assert.equal(nearest('prediction', ['predictions', 'metrics', 'runs']), 'predictions')
  assert.equal(nearest('LOSS', ['lass', 'Loss']), 'Loss')
  assert.equal(nearest('lsos', ['loss', 'less']), 'loss')
  assert.equal(nearest('accuracy', ['loss', 'f1']), null)
  assert.equal(nearest('x', []), null)
  assert.equal(suggestion('metric', ['metrics']), ' Did you mean `metrics`?')
  assert.equal(suggestion('metric', ['zzzzzzzz']), '')
})

test('a key is only a key, whatever its name', () => {
  const target = {}
  for (const key of ['__proto__', 'constructor', 'a', '']) setKey(target, key, { key })
  assert.deepEqual(Object.keys(target), ['__proto__', 'constructor', 'a', ''])
  assert.equal(Object.getPrototypeOf(target), Object.prototype)
})

test('plain objects are plain in every realm, and nothing else is', () => {
  for (const one of [{}, JSON.parse('{"a":1}'), Object.create(null), runInNewContext('({})')]) assert.ok(isPlainObject(one))
  const others = [
    null,
    [],
    'a',
    1,
    new Date(),
    new Map(),
    new (class {})(),
    Object.create({}),
    () => 1,
    runInNewContext('new Date()'),
  ]
  for (const one of others) assert.equal(isPlainObject(one), false)
})

test('a trail says where a walk is, and finds a cycle but no second visit', () => {
  const trail = new Trail('input')
  const object = {}
  trail.enter(object)
  trail.at('items')
  trail.enter([])
  trail.at(3)
  assert.equal(String(trail), 'input.items.3')
  assert.throws(() => trail.enter(object), new TypeError('expected input.items.3 to be a tree, got a cycle; leave the link out'))
  trail.leave()
  trail.leave()
  trail.enter(object)
  trail.at('')
  assert.equal(String(trail), "input.''")
})

test('a walk ends at a depth that no data has, and says where it began', () => {
  const trail = new Trail('input')
  for (let i = 0; i < 1_000; i++) {
    trail.enter({})
    trail.at('a')
  }
  const message = 'expected input.a.a.a.a.a.… to be nested at most 1000 levels deep, got more; flatten it'
  assert.throws(() => trail.enter({}), new TypeError(message))
})

test('durations are read from a clock that never goes back', () => {
  const readings = Array.from({ length: 1_000 }, () => systemClock.monotonicMs())
  assert.deepEqual(
    readings,
    readings.toSorted((a, b) => a - b),
  )
  assert.ok(systemClock.now() instanceof Date)
})

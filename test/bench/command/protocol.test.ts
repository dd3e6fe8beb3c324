// Checks which lines are answers, which are noise, and which can only be mistakes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Asked, encodeQuestion, readAnswer } from '../../../src/bench/command/protocol.ts'

const one = (call: number): Asked => ({ call, isBatch: false })

test('a question holds input, params, trial and attempt; what JSON lacks is tagged', () => {
  const question = {
    input: new Date(0),
    isBatch: false,
    params: { limit: Number.POSITIVE_INFINITY, n: 5n },
    trial: 2,
    attempt: 3,
  }
  assert.deepEqual(encodeQuestion(question), {
    input: { $date: '1970-01-01T00:00:00.000Z' },
    params: { limit: { $infinity: 1 }, n: { $bigint: '5' } },
    trial: 2,
    attempt: 3,
  })
  assert.throws(
    () => encodeQuestion({ ...question, input: { a: [() => 1] } }),
    /^TypeError: expected the input\.a\.0 to be plain data/,
  )
})

test('a result is any JSON value, its tags turned back', () => {
  const result = (text: string) => readAnswer(`{"call":7,"result":${text}}`, one(7))
  assert.deepEqual(result('{"prediction":"ä","n":1.5}'), { kind: 'result', result: { prediction: 'ä', n: 1.5 } })
  assert.deepEqual(result('null'), { kind: 'result', result: null })
  assert.deepEqual(result('{"loss":{"$nan":true}}'), { kind: 'result', result: { loss: Number.NaN } })
  assert.deepEqual(readAnswer('  {"result":1,"call":7}\r', one(7)), { kind: 'result', result: 1 })
})

test('a whole number that a double cannot hold stays exact', () => {
  const text = '{"call":1,"result":[12345678901234567890,-9007199254740993,9007199254740991,0.12345678901234568,1e20]}'
  const result = [12345678901234567890n, -9007199254740993n, 9007199254740991, 0.12345678901234568, 1e20]
  assert.deepEqual(readAnswer(text, one(1)), { kind: 'result', result })
})

test('an error and a skip say what the program said', () => {
  const answer = readAnswer('{"call":1,"error":{"type":"RateError","message":"no","status":429,"__proto__":{"a":1}}}', one(1))
  const error = answer.kind === 'error' ? answer.error : assert.fail(answer.kind)
  assert.ok(error instanceof Error)
  assert.deepEqual([error.name, error.message, (error as Error & { status?: unknown }).status], ['RateError', 'no', 429])
  assert.deepEqual(readAnswer('{"call":1,"skip":"too long"}', one(1)), { kind: 'skip', reason: 'too long' })
})

test('of a batch, inputs are asked and results are answered', () => {
  const question = { input: ['a', 1n], isBatch: true, params: {}, trial: 0, attempt: 1 }
  assert.deepEqual(encodeQuestion(question), { inputs: ['a', { $bigint: '1' }], params: {}, trial: 0, attempt: 1 })
  const asked = { call: 1, isBatch: true }
  const answer = readAnswer('{"call":1,"results":[1,{"$error":{"name":"ValueError","message":"no"}}]}', asked)
  const [first, second] = answer.kind === 'result' ? (answer.result as unknown[]) : []
  assert.equal(first, 1)
  assert.ok(second instanceof Error && second.name === 'ValueError')
  assert.deepEqual(readAnswer('{"call":1,"result":[1]}', asked), {
    kind: 'breach',
    message: 'an answer with neither `results` nor `error` nor `skip`',
  })
})

test('what does not begin as an answer is noise', () => {
  for (const line of ['', 'Loading…', '5', 'null', '"call"', '[{"call":1}]', '{"loss":0.3}', '{"loss": NaN}', '{'])
    assert.deepEqual(readAnswer(line, one(1)), { kind: 'noise' }, line)
})

test('what begins as an answer and is none to this call is a breach', () => {
  const breaches: readonly (readonly [line: string, message: RegExp])[] = [
    ['{"call": 1, "result": NaN}', /^no JSON \(Unexpected token 'N'/],
    ['{"call":2,"result":1}', /^an answer to call 2 where call 1 was asked$/],
    ['{"call":"1","result":1}', /^an answer to call "1" where/],
    ['{"call":1}', /^an answer with neither `result` nor `error` nor `skip`$/],
    ['{"call":1,"result":1,"skip":"x"}', /^an answer with result and skip$/],
    ['{"call":1,"error":"text"}', /^an `error` that is not of the form/],
    ['{"call":1,"error":null}', /^an `error` that is not of the form/],
    ['{"call":1,"skip":true}', /^a `skip` that is no text$/],
    ['{"call":1,"result":{"$future":1}}', /^a result with a tag that cannot be read/],
    ['{"call":1,"result":{"$asset":{"hash":"x"}}}', /^a result with a tag that cannot be read/],
  ]
  for (const [line, expected] of breaches) {
    const answer = readAnswer(line, one(1))
    assert.equal(answer.kind, 'breach', line)
    assert.match(answer.kind === 'breach' ? answer.message : '', expected)
  }
  assert.equal(readAnswer('{"call":1,"result":1}', null).kind, 'breach')
})

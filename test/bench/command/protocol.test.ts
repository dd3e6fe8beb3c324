// Checks which lines are answers, which are noise, and which can only be mistakes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeQuestion, readAnswer } from '../../../src/bench/command/protocol.ts'

test('a question holds input, params, trial and attempt; what JSON lacks is tagged', () => {
  const question = { input: new Date(0), params: { limit: Number.POSITIVE_INFINITY, n: 5n }, trial: 2, attempt: 3 }
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
  const result = (text: string) => readAnswer(`{"call":7,"result":${text}}`, 7)
  assert.deepEqual(result('{"prediction":"ä","n":1.5}'), { kind: 'result', result: { prediction: 'ä', n: 1.5 } })
  assert.deepEqual(result('null'), { kind: 'result', result: null })
  assert.deepEqual(result('{"loss":{"$nan":true}}'), { kind: 'result', result: { loss: Number.NaN } })
  assert.deepEqual(readAnswer('  {"result":1,"call":7}\r', 7), { kind: 'result', result: 1 })
})

test('a whole number that a double cannot hold stays exact', () => {
  const text = '{"call":1,"result":[12345678901234567890,-9007199254740993,9007199254740991,0.12345678901234568,1e20]}'
  const result = [12345678901234567890n, -9007199254740993n, 9007199254740991, 0.12345678901234568, 1e20]
  assert.deepEqual(readAnswer(text, 1), { kind: 'result', result })
})

test('an error and a skip say what the program said', () => {
  assert.deepEqual(readAnswer('{"call":1,"error":{"type":"ValueError","message":"no"}}', 1), {
    kind: 'error',
    type: 'ValueError',
    message: 'no',
  })
  assert.deepEqual(readAnswer('{"call":1,"skip":"too long"}', 1), { kind: 'skip', reason: 'too long' })
})

test('what does not begin as an answer is noise', () => {
  for (const line of ['', 'Loading…', '5', 'null', '"call"', '[{"call":1}]', '{"loss":0.3}', '{"loss": NaN}', '{'])
    assert.deepEqual(readAnswer(line, 1), { kind: 'noise' }, line)
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
    const answer = readAnswer(line, 1)
    assert.equal(answer.kind, 'breach', line)
    assert.match(answer.kind === 'breach' ? answer.message : '', expected)
  }
  assert.equal(readAnswer('{"call":1,"result":1}', null).kind, 'breach')
})

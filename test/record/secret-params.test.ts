// Secrets leave params wherever they stand, two of them as two marks; params without one stay the very same.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { redactParams } from '../../src/record/secret-params.ts'

const keys = [`sk-live-${'a1B2'.repeat(6)}`, `sk-live-${'a1B3'.repeat(6)}`] as const

test('params without a secret are the same object', () => {
  const params = { model: 'm', deep: { list: [1, 'x', new Date(0)] }, headers: { accept: 'x', cookie: null, authorization: '' } }
  const redacted = redactParams(params)
  assert.equal(redacted.params, params)
  assert.deepEqual(redacted.found, [])
})

test('a key in texts at any depth, with where it stood', () => {
  const value = {
    a: `key=${keys[0]}`,
    deep: [{ m: new Map([['k', keys[0]]]) }],
    set: new Set([keys[0]]),
    url: new URL('https://u:pw@h/x'),
  }
  const { params, found } = redactParams(value)
  const mark = /^\[redacted: API key [0-9a-f]{16}\]$/
  assert.match(params.a, /^key=\[redacted: API key [0-9a-f]{16}\]$/)
  assert.match(String(params.deep[0]?.m.get('k')), mark)
  assert.match(String([...params.set][0]), mark)
  assert.match(String(params.url), /^\[redacted: password in a URL [0-9a-f]{16}\]h\/x$/)
  assert.deepEqual(
    found.map(({ param, kind }) => `${param}: ${kind}`),
    ['a: API key', 'deep.0.m.value: API key', 'set: API key', 'url: password in a URL'],
  )
  assert.equal(value.a, `key=${keys[0]}`, 'a copy')
})

test('two keys leave two marks, and one key always the same', () => {
  const [one, two, again] = [keys[0], keys[1], keys[0]].map(key => redactParams({ key }).params.key)
  assert.notEqual(one, two)
  assert.equal(one, again)
})

test('headers that carry secrets, whatever they look like, and keys of objects', () => {
  const { params, found } = redactParams({ headers: { 'X-API-Key': 'plain', Cookie: ['a=1'] }, [keys[0]]: 1 })
  const text = JSON.stringify(params)
  assert.ok(!text.includes('plain') && !text.includes('a=1') && !text.includes(keys[0]), text)
  assert.deepEqual(
    found.map(({ kind }) => kind),
    ['header', 'header', 'API key'],
  )
})

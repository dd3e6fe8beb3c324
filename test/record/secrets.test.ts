// Secrets of known shapes are found and taken out wherever they stand; what only looks a little like one is left alone.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { redactSecrets, redactWords, secretsIn } from '../../src/record/secrets.ts'

const random = 'aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5zA7b'

const secrets: Readonly<Record<string, string>> = {
  'API key': `sk-proj-${random.slice(0, 24)}`,
  'GitHub token': `ghp_${random.slice(0, 36)}`,
  'AWS key': 'AKIAIOSFODNN7EXAMPLE',
  'Google key': `AIza${random.slice(0, 35)}`,
  'Slack token': 'xoxb-123456789012-abcdefGHIJ',
  'Hugging Face token': `hf_${random.slice(0, 34)}`,
  'bearer token': `Bearer ${random}`,
  JWT: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N',
  'password in a URL': 'postgres://user:pa55w0rd@',
  'private key': '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----',
}

for (const [name, secret] of Object.entries(secrets)) {
  test(`a text with a secret of the kind ${name}`, () => {
    const text = `it said: ${secret} and more`
    assert.deepEqual(secretsIn(text), [name])
    assert.deepEqual(secretsIn(JSON.stringify({ deep: [text] })), [name], 'in JSON too')
    assert.equal(
      redactSecrets(`${text}; ${text}`),
      `it said: [redacted: ${name}] and more; it said: [redacted: ${name}] and more`,
    )
    assert.deepEqual(secretsIn(redactSecrets(text)), [])
  })
}

test('a header that fetch refuses, whatever it looks like', () => {
  const text = 'Headers.append: "opaque-9271\nx" is an invalid header value.'
  const safe = 'Headers.append: "[redacted: header]" is an invalid header value.'
  assert.deepEqual([secretsIn(text), redactSecrets(text), redactSecrets(safe), secretsIn(safe)], [['header'], safe, safe, []])
  assert.equal(redactSecrets(JSON.stringify({ text })), JSON.stringify({ text: safe }))
})

test('a private key that is cut off is gone to the end of the text', () => {
  assert.equal(redactSecrets('key: -----BEGIN PRIVATE KEY-----\nMIIEow'), 'key: [redacted: private key]')
})

test('what only looks a little like a secret is left alone', () => {
  const harmless = [
    'a-task-with-a-long-name-2024-01-02',
    'sk-learn-classification-pipeline',
    'the Bearer of bad news',
    'https://example.org:8080/a@b',
    '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
    'AKIA',
    'eyJhbGciOiJIUzI1NiJ9',
  ]
  for (const text of harmless) assert.deepEqual([secretsIn(text), redactSecrets(text)], [[], text])
})

test('words of a command line lose what sounds secret too', () => {
  assert.deepEqual(redactWords(['--api-key', 'x', '--params', 'token=abc,model=franc', `auth: ${secrets['GitHub token']}`]), [
    '--api-key',
    '[redacted]',
    '--params',
    'token=[redacted],model=franc',
    '[redacted]',
  ])
})

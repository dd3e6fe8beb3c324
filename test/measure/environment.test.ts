// Checks that a run's circumstances are kept and that nobody's secrets are.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { environment } from '../../src/measure/environment.ts'

function words(...typed: string[]): readonly string[] {
  return environment(['/usr/bin/node', '/home/me/node_modules/.bin/assay', ...typed]).command
}

test('Node, system, processor, cores and memory', () => {
  const { node, os, cpu, cores, memory_bytes } = environment()
  assert.equal(node, process.version)
  assert.ok(os.length > 3 && cpu.length > 0 && cores >= 1 && memory_bytes > 1e6)
})

test('the command without the folders of the program', () => {
  assert.deepEqual(words('run', 'a.bench.ts', '--db', 'lab/a.db', '--limit=5'), [
    'node',
    'assay',
    'run',
    'a.bench.ts',
    '--db',
    'lab/a.db',
    '--limit=5',
  ])
})

test('values of flags that sound secret are left out', () => {
  assert.deepEqual(words('--api-key', 'abc', '--token=def', '--PASSWORD', 'x', '--auth=y', '--db', 'z'), [
    'node',
    'assay',
    '--api-key',
    '[redacted]',
    '--token=[redacted]',
    '--PASSWORD',
    '[redacted]',
    '--auth=[redacted]',
    '--db',
    'z',
  ])
})

test('a flag after one that sounds secret is a flag', () => {
  assert.deepEqual(words('--token', '--json').slice(2), ['--token', '--json'])
})

test('texts shaped like keys and addresses with a password are left out wherever they stand', () => {
  for (const secret of [
    'sk-proj-abcdefgh12345678',
    'ghp_0123456789abcdef0123',
    'xoxb-1234-5678-abcdef',
    'AKIAIOSFODNN7EXAMPLE',
    'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEYwJalr',
    'postgres://me:secret@db.example.org/lab',
  ]) {
    assert.deepEqual(words('run', secret).slice(2), ['run', '[redacted]'])
    assert.deepEqual(words(`--db=${secret}`).slice(2), ['--db=[redacted]'])
  }
  assert.deepEqual(words('https://example.org/items.csv').slice(2), ['https://example.org/items.csv'])
})

test('a param that sounds secret is left out', () => {
  assert.deepEqual(words('--params', 'api_key=abc', '--params=token=def').slice(2), [
    '--params',
    'api_key=[redacted]',
    '--params=token=[redacted]',
  ])
})

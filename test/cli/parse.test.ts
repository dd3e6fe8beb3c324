// Checks how the words of a command line are read, and that every word that does not fit is named.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Command, UsageError } from '../../src/cli/command.ts'
import { parseWords } from '../../src/cli/parse.ts'

const command: Command = {
  about: '',
  example: '',
  positionals: [
    { name: 'DB', about: 'the path of a database' },
    { name: 'RUN', about: 'the id of a run' },
  ],
  flags: {
    db: { kind: 'text', value: 'PATH', about: '' },
    rows: { kind: 'count', value: 'N', about: '' },
    params: { kind: 'list', value: 'KEY=VALUE', about: '' },
    timeout: { kind: 'duration', value: 'TIME', about: '' },
    'allow-failed': { kind: 'share', value: 'N|N%', about: '' },
    dev: { kind: 'switch', about: '' },
  },
  run: () => Promise.reject(new Error('not run')),
}

const parse = (...words: string[]) => parseWords('show', command, words)
const flags = (...words: string[]) => parse('a', 'b', ...words).flags

function refuses(words: readonly string[], message: string): void {
  assert.throws(
    () => parse(...words),
    error => {
      assert.ok(error instanceof UsageError)
      assert.deepEqual([error.message, error.hint], [message, 'see `assay show --help`'])
      return true
    },
  )
}

test('words and flags in any order', () => {
  const { positionals, flags } = parse('--dev', 'lab.db', '--db=x', 'latest', '--json')
  assert.deepEqual([positionals, flags], [['lab.db', 'latest'], { dev: true, db: 'x', json: true }])
})

test('each kind of value', () => {
  assert.deepEqual(flags('--rows', '12', '--timeout', '1.5m', '--allow-failed', '3'), {
    rows: 12,
    timeout: 90_000,
    'allow-failed': { count: 3 },
  })
  assert.deepEqual(flags('-n', '5'), { rows: 5 })
  assert.deepEqual(flags('-n5', '--allow-failed=2.5%'), { rows: 5, 'allow-failed': { share: 0.025 } })
  assert.deepEqual(flags('--params', 'a=1', '--params=b=-2,c=3'), { params: ['a=1', 'b=-2,c=3'] })
  for (const [text, ms] of [
    ['500ms', 500],
    ['30s', 30_000],
    ['1h', 3_600_000],
    ['7d', 604_800_000],
  ] as const)
    assert.equal(flags('--timeout', text)['timeout'], ms)
})

test('a value that begins like a flag is given with `=`', () => {
  assert.deepEqual(flags('--db=--json'), { db: '--json' })
})

test('values that do not fit are refused', () => {
  for (const [flag, value, shape] of [
    ['rows', 'abc', 'N (a whole number from 1)'],
    ['rows', '0', 'N (a whole number from 1)'],
    ['rows', '1.5', 'N (a whole number from 1)'],
    ['rows', '-5', 'N (a whole number from 1)'],
    ['timeout', '5', 'TIME (500ms, 30s, 5m, 2h or 7d)'],
    ['timeout', '0s', 'TIME (500ms, 30s, 5m, 2h or 7d)'],
    ['timeout', '5x', 'TIME (500ms, 30s, 5m, 2h or 7d)'],
    ['allow-failed', '101%', 'N|N% (a count such as 3, or a share such as 10%)'],
    ['allow-failed', 'all', 'N|N% (a count such as 3, or a share such as 10%)'],
  ] as const) {
    refuses(['a', 'b', `--${flag}`, value], `The flag --${flag} takes ${shape}, got ${JSON.stringify(value)}.`)
  }
})

test('a flag whose value was forgotten does not take the next flag for it', () => {
  for (const words of [['--db'], ['--db', '--json'], ['--db='], ['--db', ''], ['--db', '-n', '5']]) {
    refuses(['a', 'b', ...words], 'The flag --db needs a value: --db PATH.')
  }
})

test('a switch takes no value', () => {
  refuses(['a', 'b', '--dev=no'], 'The flag --dev takes no value, got no.')
})

test('a flag that does not exist is refused with the nearest', () => {
  refuses(['a', 'b', '--dbb', 'x'], 'There is no flag --dbb. Did you mean `--db`?')
  refuses(['a', 'b', '--colour'], 'There is no flag --colour.')
  refuses(['a', 'b', '-x'], 'There is no flag -x.')
})

test('a missing word and one too many are named', () => {
  refuses(['a'], '`assay show` needs RUN: the id of a run.')
  refuses([], '`assay show` needs DB: the path of a database.')
  refuses(['a', 'b', 'c'], '`assay show` takes 2 words, and "c" is one too many.')
})

test('help needs no words', () => {
  assert.deepEqual(parse('--help').flags, { help: true })
  assert.deepEqual(parse('-h').flags, { help: true })
})

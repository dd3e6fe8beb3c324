// Checks that wrong input is one sentence and a hint with the right exit code, and that nothing is made or lost.
import assert from 'node:assert/strict'
import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { packageRoot, projectFolder } from '../fixtures/folder.ts'
import { assay, assertRefused } from './assay.ts'

const declaration =
  "import { benchmark } from 'assay'\nexport default benchmark({ name: 'e', data: [1], task: x => x, version: '1' })\n"
const cwd = projectFolder({
  'text.db': 'not a database, and longer than the hundred bytes of the header of one: '.repeat(3),
  'enum.bench.ts': `${declaration}enum A { x }\n`,
  'noext.bench.ts': "import x from './slow.bench'\nexport default x\n",
  'nothing.bench.ts': "import x from './nothing'\nexport default x\n",
  'alias.bench.ts': "import x from '@/x.ts'\nexport default x\n",
  'package.bench.ts': "import x from 'nosuch-package'\nexport default x\n",
  'throws.bench.ts': "\nthrow new Error('at load')\n",
  'syntax.bench.ts': 'const a = = 1\n',
  'five.bench.ts': 'export default 5\n',
  'none.bench.ts': 'export const a = 1\n',
  'twice.bench.ts':
    "import { benchmark } from 'assay'\nexport default benchmark({ name: 't', data: [{ id: 1 }, { id: 1 }], task: x => 1 })\n",
  'misuse.bench.ts': "import { benchmark } from 'assay'\nexport default benchmark({ nam: 't', data: [1], task: x => 1 })\n",
  'data.bench.ts':
    "import { benchmark, csv } from 'assay'\nexport default benchmark({ name: 'd', data: csv('nosuch.csv'), task: x => 1 })\n",
  'commonjs/package.json': '{ "type": "commonjs" }',
  'commonjs/module.bench.ts': declaration,
  'untyped/package.json': '{}',
  'untyped/module.bench.ts': declaration,
})

before(async () => {
  cpSync(join(packageRoot, 'test/fixtures/slow.bench.ts'), join(cwd, 'slow.bench.ts'))
  mkdirSync(join(cwd, 'folder'))
  const { code } = await assay(['run', 'slow.bench.ts', '--db', 'ok.db'], { cwd, env: { N: '5' } })
  assert.equal(code, 0)
})

/** What is there: SQLite's own files beside a database come and go with its readers. */
function world(): readonly unknown[] {
  return [readdirSync(cwd).filter(name => !/-(?:shm|wal)$/.test(name)), readFileSync(join(cwd, 'ok.db'))]
}

/** Refused, with nothing made and the database as it was. */
async function refused(words: readonly string[], code: number, message: RegExp): Promise<string> {
  const before = world()
  const ended = await assay(words, { cwd })
  assertRefused(ended, code, message)
  assert.deepEqual(world(), before)
  return ended.stderr
}

/** Two at a time, because each is a process. */
async function each<T>(cases: readonly T[], check: (one: T) => Promise<unknown>): Promise<void> {
  for (let i = 0; i < cases.length; i += 2) await Promise.all(cases.slice(i, i + 2).map(check))
}

test('databases, tables, runs and columns that are not there', () =>
  each(
    [
      [['head', 'nosuch.db'], 3, /^There is no database at nosuch\.db\.$/],
      [['runs', 'nosuch.db'], 3, /^There is no database at nosuch\.db\.$/],
      [['doctor', '--db', 'nosuch.db'], 3, /^There is no database at nosuch\.db\.$/],
      [['head', 'text.db'], 3, /^text\.db is not a database/],
      [['head', 'folder'], 3, /^folder is a folder, not a database\.$/],
      [['head', 'ok.db', '--table', 'prediction'], 2, /^There is no table `prediction`\. Did you mean `predictions`\?$/],
      [['show', 'ok.db', 'nosuch-run'], 2, /^There is no run "nosuch-run" in ok\.db\.$/],
      [['sql', 'ok.db', 'SELECT nosuch FROM predictions'], 2, /^The query is not valid SQL: no such column: nosuch\.$/],
    ] as const,
    ([words, code, message]) => refused(words, code, message),
  ))

test('SQL that is none, writes, or reaches outside', () =>
  each(
    [
      ['SELEC 1', /not valid SQL/],
      ['DELETE FROM predictions', /./],
      ['DELETE FROM runs', /would do more than read/],
      ["ATTACH 'x.db' AS x", /would do more than read/],
      ["VACUUM INTO 'x.db'", /would do more than read/],
    ] as const,
    ([query, message]) => refused(['sql', 'ok.db', query], 2, message),
  ))

test('a text in quotes stays one', async () => {
  const { stdout } = await assay(['sql', 'ok.db', "SELECT 'predictions' AS s"], { cwd })
  assert.match(stdout, /^predictions$/m)
})

test('words and flags', () =>
  each(
    [
      [['nosuchcommand'], /^There is no command `nosuchcommand`\.$/],
      [['rn'], /^There is no command `rn`\. Did you mean `run`\?$/],
      [['head', 'ok.db', '--nosuchflag'], /^There is no flag --nosuchflag\.$/],
      [['head', 'ok.db', '--tabel', 'x'], /^There is no flag --tabel\. Did you mean `--table`\?$/],
      [
        ['run', 'slow.bench.ts', '--db', 'ok.db', '--limit', 'abc'],
        /^The flag --limit takes N \(a whole number from 1\), got "abc"\.$/,
      ],
      [['run', 'slow.bench.ts', '--db', ''], /^The flag --db needs a value: --db PATH\.$/],
      [
        ['run', 'slow.bench.ts', '--limit', '1', '--sample', '1'],
        /^expected `limit` or `sample`, got both; each chooses the items\.$/,
      ],
      [['run', 'slow.bench.ts', '--params', 'model'], /^The flag --params takes KEY=VALUE, got "model"\.$/],
      [['run', 'slow.bench.ts', '--params', 'model=a'], /^expected a param of the benchmark \(it has none\), got `model`\.$/],
      [['run'], /^`assay run` needs FILE: /],
      [['show', 'ok.db'], /^`assay show` needs RUN: /],
      [['runs', 'ok.db', 'more'], /^`assay runs` takes 1 word, and "more" is one too many\.$/],
    ] as const,
    ([words, message]) => refused(words, 2, message),
  ))

test('benchmark files', () =>
  each(
    [
      ['nosuch.bench.ts', 3, /^There is no benchmark file at nosuch\.bench\.ts\.$/],
      ['folder', 2, /^folder is a folder, not a benchmark file\.$/],
      ['enum.bench.ts', 2, /enum\.bench\.ts:3 uses TypeScript that Node cannot strip: /],
      ['noext.bench.ts', 2, /noext\.bench\.ts imports \S+slow\.bench, which lacks its ending\.$/],
      ['nothing.bench.ts', 2, /nothing\.bench\.ts imports \S+nothing, which is not there\.$/],
      ['alias.bench.ts', 2, /alias\.bench\.ts imports @\/x\.ts, which is not there\.$/],
      ['package.bench.ts', 2, /package\.bench\.ts imports nosuch-package, which is not there\.$/],
      ['throws.bench.ts', 2, /throws\.bench\.ts:2 threw while it was loaded: Error: at load\.$/],
      ['syntax.bench.ts', 2, /syntax\.bench\.ts:1 is not valid: /],
      ['five.bench.ts', 2, /five\.bench\.ts has a number as its default export, not a benchmark\.$/],
      ['none.bench.ts', 2, /none\.bench\.ts has nothing as its default export, not a benchmark\.$/],
      ['misuse.bench.ts', 2, /misuse\.bench\.ts:2 threw .*got `nam`\. Did you mean `name`\?$/],
      ['twice.bench.ts', 3, /^Two items of t have the id "1": number 1 and number 2\.$/],
      ['data.bench.ts', 3, /^There is no file at nosuch\.csv\.$/],
      [
        'commonjs/module.bench.ts',
        2,
        /module\.bench\.ts is read as CommonJS, because the package\.json nearest to it says so\.$/,
      ],
    ] as const,
    ([file, code, message]) => refused(['run', file, '--db', 'new.db'], code, message),
  ))

test('a benchmark file in a folder whose package.json has no type works', async () => {
  const { code } = await assay(['run', 'untyped/module.bench.ts', '--db', ':memory:'], { cwd })
  assert.equal(code, 0)
})

test('databases that a run cannot write', () =>
  each(
    [
      ['text.db', /^text\.db is not a database/],
      ['folder', /^folder could not be opened/],
      ['none/lab.db', /^The folder of none\/lab\.db does not exist\.$/],
    ] as const,
    ([db, message]) => refused(['run', 'slow.bench.ts', '--db', db], 3, message),
  ))

test('what is shown of a wrong word cannot speak to the terminal', async () => {
  const said = await refused(['head', 'ok.db', '--table', 'a\u001b[2Jb\nc'], 2, /a\\x1b\[2Jb\\nc/)
  assert.doesNotMatch(said.replaceAll('\n', ''), /\p{Cc}/u)
})

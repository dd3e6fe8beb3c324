// The contract's programs that read and track, as far as what they use exists: the same files that the compiler checks, run.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { openReader } from 'assay'
import { packageRoot, projectFolder } from '../fixtures/folder.ts'

const sentences = [
  { id: 'a', text: 'The quick brown fox jumps over the lazy dog.', language: 'en', source: 'udhr' },
  { id: 'b', text: 'Alle Menschen sind frei und gleich an Würde und Rechten geboren.', language: 'de', source: 'udhr' },
  { id: 'c', text: '42', language: 'en', source: 'typescript' },
  // Labelled wrongly, so that every detector errs.
  { id: 'd', text: 'Jeder hat das Recht auf Leben, Freiheit und Sicherheit der Person.', language: 'en', source: 'udhr' },
]

/** A project with the programs, and what they import. */
function project(t: TestContext): string {
  const folder = projectFolder({ 'sentences.jsonl': sentences.map(item => JSON.stringify(item)).join('\n') }, t)
  cpSync(join(packageRoot, 'test/types/programs'), folder, { recursive: true })
  for (const name of ['franc', 'eld', 'tinyld', 'zod'])
    symlinkSync(join(packageRoot, 'node_modules', name), join(folder, 'node_modules', name))
  return folder
}

function start(cwd: string, ...args: string[]): { stdout: string; stderr: string } {
  const argv = ['--conditions=assay-source', ...args]
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd, encoding: 'utf8', timeout: 60_000 })
  assert.equal(status, 0, stderr)
  return { stdout, stderr }
}

test('10: typed rows of the newest run, a leaderboard, a comparison and an estimate of selections of them, and SQL', t => {
  const folder = project(t)
  start(folder, join(packageRoot, 'src/cli/main.ts'), 'run', '01-language-detectors.bench.ts', '--db', 'lab.db')
  const { stdout } = start(folder, '10-notebook.ts')
  const lines = stdout.trim().split('\n')
  const ranked = lines.filter(line => /^\d–\d  (?:franc|tinyld|eld) (?:16|80)  [\d.]+ \[[\d.]+, [\d.]+\] n=4$/.test(line))
  assert.equal(ranked.length, 3 * 2)
  assert.match(stdout, /text +│ said +│ is +│ chars/)
  assert.match(stdout, /'Jeder hat das Recht[^│]+│ 'de' +│ 'en' │ 400/)
  assert.match(stdout, /\naccuracy is inconclusive: 0\.5 against 0\.\d+, .* on 4 paired items \(tango-score, /)
  assert.match(stdout, /\n0\.\d+ bootstrap\S*\n/)
  assert.match(lines.at(-1) ?? '', /^36 [\d.]+$/)
})

test('14: rows, calls and late values of code that is not a benchmark', async t => {
  const folder = project(t)
  const { stdout, stderr } = start(folder, '14-tracker.ts')
  assert.match(stdout, /^\d{4}-\d\d-\d\dT[\d:.]+Z true 12 true 6 1\n$/)
  assert.equal(stderr, 'file_not_found check the path, or make one: assay run FILE --db PATH\n')
  await using reader = await openReader(join(folder, 'lab.db'), { table: 'trials' })
  const rows = await reader.rows()
  assert.deepEqual(
    rows.map(row => [row['epoch'], row['function'], row['result'] ?? row['positive'], row['reviewed'], row['params_model']]),
    [
      [1, undefined, undefined, undefined, 'resnet18'],
      [2, undefined, undefined, true, 'resnet18'],
      [3, undefined, undefined, undefined, 'resnet18'],
      [undefined, 'predict', true, undefined, 'resnet18'],
      [undefined, 'add', 12, undefined, 'resnet18'],
      [undefined, 'predict', true, undefined, 'resnet18'],
      [undefined, 'score', 6, undefined, 'resnet18'],
    ],
  )
  assert.ok(Number.isNaN(rows[0]?.['loss']))
  await using runs = await openReader(join(folder, 'lab.db'), { table: 'runs' })
  assert.deepEqual((await runs.rows())[0]?.['params'], { model: 'resnet18', optimizer: 'adam' })
})

test('6: a training loop that is started again has its epochs once', async t => {
  const folder = project(t)
  const [first, second] = [start(folder, '06-training.ts', 'fox'), start(folder, '06-training.ts', 'fox')]
  assert.equal(second.stdout, first.stdout)
  assert.match(first.stdout, /'fox' +│ 0\.9/)
  await using reader = await openReader(join(folder, 'lab.db'), { table: 'epochs' })
  assert.equal(await reader.count({ where: { run_id: 'fox', finished: true } }), 20)
})

// Checks `assay run` as one works with it: rerun, edit, choose, and look at the rows afterwards.
import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { run } from '../../src/bench/run.ts'
import { projectFolder } from '../fixtures/folder.ts'
import { assay, assayJson } from './assay.ts'

const bench = `import { accuracy, benchmark, grid } from 'assay'
import { answer } from './answer.ts'
export default benchmark({
  name: 'edited',
  data: [{ id: 'a', source: 'web' }, { id: 'b', source: 'book' }],
  expected: item => item.id,
  params: grid({ model: ['m', 'n'], chars: [16, 80] }),
  task: (item, params) => answer(item.id, params.model),
  metrics: { accuracy: accuracy({ by: 'item_source' }) },
})
`
const answer = "export const answer = (id: string, model: string) => (model === 'm' ? id : 'x')\n"

function project(test: TestContext): string {
  return projectFolder({ 'edited.bench.ts': bench, 'answer.ts': answer }, test)
}

/** Planned, executed and replayed. */
async function counts(cwd: string, ...flags: string[]): Promise<unknown[]> {
  const { exit, data } = await assayJson(['run', 'edited.bench.ts', ...flags], { cwd })
  assert.equal(exit, 0)
  const { planned, executed, replayed } = data as unknown as Record<string, unknown>
  return [planned, executed, replayed]
}

test('a rerun executes nothing; an edited benchmark or module that it imports executes everything', async t => {
  const cwd = project(t)
  assert.deepEqual(await counts(cwd), [8, 8, 0])
  assert.ok(existsSync(join(cwd, 'assay.db')), 'the default database')
  assert.deepEqual(await counts(cwd), [8, 0, 8])
  writeFileSync(join(cwd, 'answer.ts'), answer.replace("'x'", "'y'"))
  assert.deepEqual(await counts(cwd), [8, 8, 0])
  const { stdout } = await assay(['sql', 'assay.db', "SELECT DISTINCT prediction FROM datapoints WHERE params_model = 'n'"], {
    cwd,
  })
  assert.match(stdout, /^y$/m)
  writeFileSync(join(cwd, 'edited.bench.ts'), bench.replace('answer(item.id', 'answer(item.id.trim()'))
  assert.deepEqual(await counts(cwd), [8, 8, 0])
  writeFileSync(join(cwd, 'edited.bench.ts'), bench)
  writeFileSync(join(cwd, 'answer.ts'), answer)
  assert.deepEqual(await counts(cwd), [8, 0, 8], 'the first code again')
})

test('a file whose declaration hides behind an `await` is part of its code', async t => {
  const file = (n: number) => `import { late } from './late.ts'\nexport default await late((x: number) => x + ${n})\n`
  const late =
    "import { benchmark } from 'assay'\nexport async function late(task: (x: number) => number) {\n  await null\n  return benchmark({ name: 'late', data: [1], task })\n}\n"
  const cwd = projectFolder({ 'edited.bench.ts': file(1), 'late.ts': late }, t)
  assert.deepEqual(await counts(cwd), [1, 1, 0])
  writeFileSync(join(cwd, 'edited.bench.ts'), file(2))
  assert.deepEqual(await counts(cwd), [1, 1, 0])
})

test('a process that loaded a file before it was edited keeps the old results apart from the new', async t => {
  const cwd = project(t)
  const [file, db] = [join(cwd, 'edited.bench.ts'), join(cwd, 'assay.db')]
  const executed = async () => {
    await using result = await run(file, { db })
    return result.executed
  }
  assert.equal(await executed(), 8)
  writeFileSync(join(cwd, 'answer.ts'), answer.replace("'x'", "'y'"))
  assert.equal(await executed(), 0, 'this process still runs the code that it loaded')
  assert.deepEqual(await counts(cwd), [8, 8, 0])
})

test('some configurations, some items', async t => {
  const cwd = project(t)
  assert.deepEqual(await counts(cwd, '--params', 'model=n,chars=16'), [2, 2, 0])
  assert.deepEqual(await counts(cwd, '--params', 'model=m', '--params', 'model=n'), [8, 6, 2])
  assert.deepEqual(await counts(cwd, '--limit', '1', '--trials', '2'), [8, 4, 4])
})

test('tables to read: metrics with their slices, rows, columns, runs, a run', async t => {
  const cwd = project(t)
  const ran = await assay(['run', 'edited.bench.ts', '--db', 'lab.db', '--params', 'chars=16'], { cwd })
  assert.match(
    ran.stdout,
    /^accuracy \(higher is better\)\nmodel +chars +accuracy +95 % interval +of +item_source=book +item_source=web +besides\n/,
  )
  assert.match(ran.stdout, /^m +16 +1 +0\.3424 to 1 +2\/2 +1 \[0\.2065, 1\] n=1 +1 \[0\.2065, 1\] n=1$/m)
  assert.match(ran.stdout, /^n +16 +0 +0 to 0\.6576 +0\/2 +0 \[0, 0\.7935\] n=1 +0 \[0, 0\.7935\] n=1$/m)
  for (const [words, pattern] of [
    [['runs', 'lab.db'], /^run +benchmark +status .*\n─.*\n\S+ +edited +partial +\d{4}-/],
    [['show', 'lab.db', 'latest'], /^status +partial\n(?:.*\n)+\naccuracy \(higher is better\)\n/m],
    [['head', 'lab.db', '-n', '1'], /^input_id .*\n─.*\na /],
    [['columns', 'lab.db'], /^params_chars +params_chars +integer +0 +1$/m],
    [['sql', 'lab.db', 'SELECT 1 AS one WHERE 0'], /^The query gives no rows\.\n$/],
    [['doctor'], /^ok +node +Node 24\./m],
  ] as const) {
    const { code, stdout } = await assay(words, { cwd })
    assert.equal(code, 0)
    assert.match(stdout, pattern)
  }
  assert.equal(readFileSync(join(cwd, 'edited.bench.ts'), 'utf8'), bench)
})

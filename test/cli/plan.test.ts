// Checks `assay plan` beside `assay run`, edit by edit of a real project: what it counts is what then executes, and why.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { assay } from './assay.ts'
import { dataOf, edit, edits, editedProject, runEdited } from './edited.ts'

interface Planned {
  readonly counts: readonly unknown[]
  readonly changed: readonly { readonly part: string; readonly before: string; readonly after: string }[]
}

/** Planned, cached, and new with retry. */
async function plan(cwd: string, ...flags: string[]): Promise<Planned> {
  const data = await dataOf(cwd, 'plan', 'edited.bench.ts', ...flags)
  const counts = [data['planned'], data['cached'], Number(data['new']) + Number(data['retry'])]
  return { counts, changed: data['changed'] as Planned['changed'] }
}

test('each kind of edit is named, executes everything, and is planned before', async t => {
  const cwd = editedProject(t)
  assert.deepEqual(await runEdited(cwd), [4, 0, 4])
  for (const [what, file, from, to, part, place] of edits) {
    edit(cwd, file, from, to)
    const { counts, changed } = await plan(cwd)
    assert.deepEqual(counts, [4, 0, 4], what)
    assert.deepEqual(
      [...new Set(changed.map(change => JSON.stringify([change.part, change.before, change.after])))],
      [JSON.stringify([part, place, place])],
    )
    assert.deepEqual(await runEdited(cwd), counts, what)
  }
})

test('an edit of a metric or a comment executes nothing; a first code again neither', async t => {
  const cwd = editedProject(t)
  await runEdited(cwd)
  edit(cwd, 'edited.bench.ts', 'accuracy: accuracy()', "// better\n share: accuracy({ failed: 'exclude' })")
  edit(cwd, 'lib/deep.ts', 'text.trim()', '/* as it comes */ text.trim()')
  assert.deepEqual(await plan(cwd), { counts: [4, 4, 0], changed: [] })
  edit(cwd, 'words.json', 'one', 'two')
  await runEdited(cwd)
  edit(cwd, 'words.json', 'two', 'one')
  assert.deepEqual(await plan(cwd), { counts: [4, 4, 0], changed: [] })
})

test('nothing is written: no database is made, and one that is there stays as it is', async t => {
  const cwd = editedProject(t)
  const before = readdirSync(cwd)
  assert.deepEqual((await plan(cwd)).counts, [4, 0, 4])
  assert.deepEqual(readdirSync(cwd), before)
  await runEdited(cwd, '--ledger', 'ledger.db')
  const bytes = () => ['assay.db', 'ledger.db'].map(name => readFileSync(join(cwd, name)))
  const [stored, listed] = [bytes(), readdirSync(cwd)]
  edit(cwd, 'words.json', 'one', 'two')
  assert.deepEqual((await plan(cwd, '--ledger', 'ledger.db', '--accept-code')).counts, [4, 4, 0], 'would be taken over')
  const { counts, changed } = await plan(cwd, '--ledger', 'ledger.db')
  assert.deepEqual([counts, changed.length], [[4, 0, 4], 4])
  assert.deepEqual(bytes(), stored)
  assert.deepEqual(
    readdirSync(cwd).filter(name => !/-(?:shm|wal)$/.test(name)),
    listed.filter(name => !/-(?:shm|wal)$/.test(name)),
  )
  assert.deepEqual(await runEdited(cwd, '--ledger', 'ledger.db', '--accept-code'), [4, 4, 0])
})

test('the text says counts, reasons, time and what no key holds', async t => {
  const cwd = editedProject(t)
  await runEdited(cwd, '--params', 'model=m')
  edit(cwd, 'edited.bench.ts', "text: 'y'", "text: 'z'")
  const { code, stdout } = await assay(['plan', 'edited.bench.ts'], { cwd })
  assert.equal(code, 0)
  assert.match(stdout, /^model  planned  cached  new  changed  retry +time  cost\n─.*\nm +2 +1 +1 +1 +0 .*\nn +2 +0 +2 +0 +0 +–/)
  assert.match(stdout, /^Why\n  1  input: the same id with another input\n  2  new: .*$/m)
  assert.match(stdout, /^Time of the task: unknown, 1 of 2 configurations have no earlier row with `duration_ms`$/m)
  assert.match(stdout, /^Not in the key, so a change of it executes nothing: ids of items, expected, /m)
  assert.match(stdout, /planned 4 · cached 1 · new 3 · retry 0\n$/)
})

test('what the task reads without saying so is said', async t => {
  const cwd = editedProject(t)
  edit(cwd, 'edited.bench.ts', "  files: ['prompts/*.txt'],\n", '')
  const { stdout } = await assay(['plan', 'edited.bench.ts'], { cwd })
  assert.match(stdout, /^warning: The task reads what its identity does not hold.*\n  place .*prompts\/a\.txt/m)
})

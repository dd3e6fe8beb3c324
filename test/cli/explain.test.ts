// Checks `assay explain` after edits of a real project: it names what made everything execute again.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assay, assertRefused } from './assay.ts'
import { dataOf, edit, edits, editedProject, runEdited } from './edited.ts'

test('each kind of edit is named, part and place', async t => {
  const cwd = editedProject(t)
  await runEdited(cwd)
  for (const [what, file, from, to, part, place] of edits) {
    edit(cwd, file, from, to)
    assert.deepEqual(await runEdited(cwd), [4, 0, 4], what)
    const change = await dataOf(cwd, 'explain', 'assay.db', '--last-miss')
    assert.deepEqual([change['part'], change['before'], change['after']], [part, place, place], what)
    assert.match(String(change['message']), new RegExp(`: ${place.replaceAll('.', '\\.')} changed\\. Compared with run `))
  }
  const { stdout } = await assay(['explain', 'assay.db', '--last-miss'], { cwd })
  assert.match(
    stdout,
    /^[0-9a-f]{12}: code differs\nCode: @scope\/marks:marks\.ts#mark changed\. Compared with run \S+\.\nNot in the key, .*\n$/,
  )
})

test('words that do not fit are refused, and an unknown datapoint is named with the nearest', async t => {
  const cwd = editedProject(t)
  await runEdited(cwd)
  assertRefused(await assay(['explain', 'assay.db'], { cwd }), 2, /takes either DATAPOINT or --last-miss/)
  assertRefused(await assay(['explain', 'assay.db', 'abcdef', '--last-miss'], { cwd }), 2, /takes either/)
  assertRefused(await assay(['explain', 'assay.db', 'abc'], { cwd }), 2, /six or more of its first digits/)
  const { datapoint } = await dataOf(cwd, 'explain', 'assay.db', '--last-miss')
  const near = `${String(datapoint).slice(0, 8)}${String(datapoint)[8] === '0' ? '1' : '0'}`
  const refused = await assay(['explain', 'assay.db', near], { cwd })
  assertRefused(refused, 2, /There is no datapoint \w+ in assay\.db\. Did you mean /)
  assert.match(refused.stderr, new RegExp(String(datapoint).slice(0, 12)))
})

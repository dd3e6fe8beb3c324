// Program 11, answers that are in a CSV file already: an estimate, a comparison and a metric of one's own, without a database.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { csvOf, programFolder } from './project.ts'

/** 40 answers: 12 that only the second model has right, 2 that only the first, and one that it did not give. */
const answers = Array.from({ length: 40 }, (_, i) => ({
  id: `q${i}`,
  label: 'yes',
  bert: i === 0 ? '' : i < 12 ? 'no' : 'yes',
  gpt: i < 38 ? 'yes' : 'no',
}))

test('answers of a file are estimated and compared, and nothing is stored', t => {
  const cwd = programFolder(t, { 'answers.csv': csvOf(answers) })
  const before = readdirSync(cwd)
  const argv = ['--conditions=assay-source', '11-statistics-only.ts']
  const { stdout, stderr } = spawnSync(process.execPath, argv, { cwd, encoding: 'utf8', timeout: 60_000 })
  assert.equal(stderr, '')
  const [estimate = '', comparison = '', own = ''] = stdout.split('\n')
  assert.match(estimate, /^0\.7 0\.5\d+ 0\.8\d+ 40 1$/)
  assert.match(
    comparison,
    /^better accuracy is better: 0\.95 against 0\.7, .* on 40 paired items \(tango-score, .* 0\.0\d+ null$/,
  )
  assert.match(own, /^\S+/)
  assert.deepEqual(readdirSync(cwd), before)
})

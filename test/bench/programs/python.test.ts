// Program 8, a task in Python and one in shell: the program is started where something executes, and its file is part of the identity.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { appendFileSync, chmodSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { noPython } from '../../fixtures/python.ts'
import { counts, csvOf, programFolder, runProgram, valuesOf } from './project.ts'

const python = `import json, sys

with open("started.txt", "a") as file:
    file.write("started\\n")
for line in sys.stdin:
    question = json.loads(line)
    weight = question["input"].count("good") - question["input"].count("bad") - question["params"]["threshold"]
    sentiment = "positive" if weight > 0 else "negative"
    print(json.dumps({"call": question["call"], "result": {"prediction": sentiment, "probability": 0.9}}), flush=True)
`
const shell = `#!/bin/sh
call=0
while read -r line; do
  call=$((call + 1))
  case "$line" in *good*) said=positive ;; *) said=negative ;; esac
  echo "{\\"call\\":$call,\\"result\\":\\"$said\\"}"
done
`
const short = `import { run } from 'assay'
import { short } from './08-python.bench.ts'
await using result = await run(short, { db: 'lab.db' })
console.log(result.executed, result.replayed, result.metrics[0]?.accuracy.value)
`
const reviews = csvOf([
  { review_id: 'a', text: 'good food', sentiment: 'positive' },
  { review_id: 'b', text: 'bad food', sentiment: 'negative' },
])

test('a program in Python answers what is missing, and an edit of it executes everything', { skip: noPython }, async t => {
  const cwd = programFolder(t, { 'sentiment.py': python, 'sentiment.sh': shell, 'reviews.csv': reviews })
  chmodSync(join(cwd, 'sentiment.sh'), 0o755)
  const started = () => readFileSync(join(cwd, 'started.txt'), 'utf8').trim().split('\n').length
  const run = () => runProgram('08-python.bench.ts', { cwd })
  const first = await run()
  assert.deepEqual(counts(first), [8, 0, 0])
  assert.deepEqual(valuesOf(first, 'accuracy'), [1, 1, 1, 1])
  const before = started()
  assert.deepEqual([counts(await run()), started()], [[0, 8, 0], before])
  appendFileSync(join(cwd, 'sentiment.py'), '# edited\n')
  assert.deepEqual(counts(await run()), [8, 0, 0])
  assert.ok(started() > before)
})

test('the shortest form: a program of the shell, and one value for each item', t => {
  const cwd = programFolder(t, { 'sentiment.sh': shell, 'reviews.csv': reviews, 'short.ts': short })
  chmodSync(join(cwd, 'sentiment.sh'), 0o755)
  const argv = ['--conditions=assay-source', 'short.ts']
  const start = () => spawnSync(process.execPath, argv, { cwd, encoding: 'utf8', timeout: 60_000 })
  assert.deepEqual([start().stdout, start().stdout], ['2 0 1\n', '0 2 1\n'])
})

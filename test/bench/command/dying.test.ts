// Programs of Python and of the shell that die at every fiftieth question: every datapoint is answered in the end, and none twice.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { benchmark } from '../../../src/bench/declare/benchmark.ts'
import { command } from '../../../src/bench/command/command.ts'
import { run } from '../../../src/bench/run.ts'
import type { Limits } from '../../../src/bench/declare/context.ts'
import { temporaryFolder, writeFiles } from '../../fixtures/folder.ts'
import { laboratory } from '../../fixtures/laboratory.ts'
import { noPython } from '../../fixtures/python.ts'

const python = `import json, os, sys

answered = open("answered.txt", "a", buffering=1)
for n, line in enumerate(sys.stdin, 1):
    question = json.loads(line)
    if n == 50:
        os._exit(9)
    answered.write(f"{question['input']}\\n")
    print(json.dumps({"call": question["call"], "result": question["input"] * 2}))
`

const shell = `call=0
while read -r line; do
  call=$((call + 1))
  input=\${line#*\\"input\\":}
  input=\${input%%,*}
  if [ $call -eq 50 ]; then kill -9 $$; fi
  echo "$input" >> answered.txt
  echo "{\\"call\\":$call,\\"result\\":$((input * 2))}"
done
`

const count = 2_000

async function runDying(t: TestContext, argv: [string, ...string[]], limits: Limits) {
  const cwd = temporaryFolder(t)
  writeFiles(cwd, { 'dying.py': python, 'dying.sh': shell })
  const declared = benchmark({
    name: 'dying',
    data: Array.from({ length: count }, (_, i) => i),
    id: String,
    expected: i => i * 2,
    version: '1',
    task: command<number>(argv, { cwd }),
    limits: { concurrency: 4, ...limits },
  })
  const db = laboratory(t)
  const again = async () => {
    await using result = await run(declared, { db })
    const { status, executed, replayed, failed } = result
    const rows = await result.rows()
    assert.equal(rows.length, count)
    for (const { status: ended, prediction, expected } of rows) if (ended === 'ok') assert.equal(prediction, expected)
    return { status, executed, replayed, failed, attempts: rows.reduce((sum, row) => sum + row.attempts, 0) }
  }
  return { again, answered: () => readFileSync(join(cwd, 'answered.txt'), 'utf8').trim().split('\n') }
}

/** No question is answered twice, and none is left. */
function assertOnce(answered: readonly string[]): void {
  assert.deepEqual([answered.length, new Set(answered).size], [count, count])
}

test('Python: what was asked when it died is a failure, and the next run asks that alone', { skip: noPython }, async t => {
  const { again, answered } = await runDying(t, ['python3', 'dying.py'], {})
  const first = await again()
  assert.ok(first.failed >= 36 && first.failed <= 40, `${first.failed} failed`)
  assert.deepEqual(first, { status: 'completed', executed: count, replayed: 0, failed: first.failed, attempts: count })
  assert.equal(answered().length, count - first.failed)
  const second = await again()
  const left = { executed: first.failed, replayed: count - first.failed, failed: 0, attempts: count + first.failed }
  assert.deepEqual(second, { status: 'completed', ...left })
  assertOnce(answered())
})

test('a shell that kills itself: with `isRetryable` the same run asks again', async t => {
  const { again, answered } = await runDying(t, ['sh', 'dying.sh'], { isRetryable: () => true })
  const { attempts, ...ended } = await again()
  assert.deepEqual(ended, { status: 'completed', executed: count, replayed: 0, failed: 0 })
  assert.ok(attempts >= count + 36, `${attempts} attempts`)
  assertOnce(answered())
})

// Checks programs in Python and in shell as people write them: printed without flushing, with a traceback, with what only Python has.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { command } from '../../../src/bench/command/command.ts'
import { temporaryFolder, writeFiles } from '../../fixtures/folder.ts'
import { noPython } from '../../fixtures/python.ts'
import { contextOf } from './programs.ts'

const script = `import json, sys

def answer(text, params):
    if text == "":
        raise ValueError("there is nothing to read")
    return {"prediction": text[::-1], "letters": 10**20 + len(text), "temperature": params["temperature"]}

for line in sys.stdin:
    question = json.loads(line)
    result = answer(question["input"], question["params"])
    print(json.dumps({"call": question["call"], "result": result}))
`

test('a loop over stdin that prints is enough', { skip: noPython }, async t => {
  const folder = temporaryFolder(t)
  writeFiles(folder, { 'reverse.py': script })
  const task = command(['python3', 'reverse.py'], { cwd: folder })
  assert.deepEqual(await task('naïve 😀', { temperature: 0.5 }, contextOf()), {
    prediction: '😀 evïan',
    letters: 100000000000000000007n,
    temperature: 0.5,
  })
  await assert.rejects(task('', { temperature: 0 }, contextOf()), {
    name: 'CommandError',
    message:
      /^python3 reverse\.py ended with exit code 1 before it answered\nTraceback [^]*ValueError: there is nothing to read$/,
  })
})

test('a loop of the shell is enough', async t => {
  const folder = temporaryFolder(t)
  writeFiles(folder, {
    'yes.sh': 'call=0\nwhile read -r line; do call=$((call + 1)); echo "{\\"call\\":$call,\\"result\\":\\"yes\\"}"; done\n',
  })
  const task = command(['sh', join(folder, 'yes.sh')])
  assert.equal(await task('a', {}, contextOf()), 'yes')
  assert.equal(await task('b', {}, contextOf()), 'yes')
})

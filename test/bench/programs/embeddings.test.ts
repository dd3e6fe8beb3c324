// Program 2, embeddings in batches: a model is loaded once per params and only where something executes, and each item is one datapoint.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openReader } from 'assay'
import { counts, csvOf, programFolder, runProgram, valuesOf } from './project.ts'

/** Stands for a package that downloads its models: counts of letters, and a line in a file for all that it does. */
const transformers = `import { appendFileSync } from 'node:fs'
const say = line => appendFileSync('did.txt', line + '\\n')
export async function pipeline(task, model) {
  say('load ' + model)
  const extract = async texts => {
    say('embed ' + texts.length)
    return { tolist: () => texts.map(text => Array.from('abcdefghijklmnopqrstuvwxyz?', letter => text.toLowerCase().split(letter).length - 1)) }
  }
  return Object.assign(extract, { dispose: async () => say('dispose') })
}
`

const ticket = (id: string, label: string, text: string) => ({ id, text, label })
const train = [
  ticket('t1', 'billing', 'invoice price payment'),
  ticket('t2', 'bug', 'crash error broken'),
  ticket('t3', 'question', 'how? why? where?'),
]
const items = [
  ticket('a', 'billing', 'payment of the invoice'),
  ticket('b', 'bug', 'an error and a crash'),
  ticket('c', 'question', 'why? how?'),
]

test('a model is loaded, used in batches and disposed where something executes, and nowhere else', async t => {
  const cwd = programFolder(t, {
    'node_modules/@huggingface/transformers/package.json': '{ "type": "module", "exports": "./index.js" }',
    'node_modules/@huggingface/transformers/index.js': transformers,
    'tickets-train.csv': csvOf(train),
    'tickets-test.csv': csvOf(items),
  })
  const run = () => runProgram('02-embeddings.bench.ts', { cwd })
  const did = () => readFileSync(join(cwd, 'did.txt'), 'utf8').trim().split('\n')
  const change = (name: string, rows: readonly object[]) => writeFileSync(join(cwd, name), csvOf(rows as never))

  const first = await run()
  assert.deepEqual(counts(first), [9, 0, 0])
  const models = ['Xenova/all-MiniLM-L6-v2', 'Xenova/bge-small-en-v1.5', 'Xenova/gte-small']
  const whole = models.flatMap(model => [`load ${model}`, 'embed 3', 'embed 3', 'dispose'])
  assert.deepEqual(did(), whole)
  assert.deepEqual(
    [valuesOf(first, 'accuracy'), valuesOf(first, 'macro_f1')],
    [
      [1, 1, 1],
      [1, 1, 1],
    ],
  )

  assert.deepEqual(counts(await run()), [0, 9, 0])
  change('tickets-test.csv', [...items.slice(0, 2), { ...items[2], label: 'bug' }])
  assert.deepEqual(counts(await run()), [0, 9, 0], 'a label is corrected')
  assert.deepEqual(did(), whole)

  change('tickets-test.csv', [...items, ticket('d', 'bug', 'it is broken')])
  assert.deepEqual(counts(await run()), [3, 9, 0], 'an item is added')
  assert.deepEqual(did().slice(whole.length, whole.length + 4), [`load ${models[0]}`, 'embed 3', 'embed 1', 'dispose'])
  await using reader = await openReader(join(cwd, 'lab.db'))
  assert.equal(await reader.count({ where: { input_id: 'd' } }), 3)

  change('tickets-train.csv', [...train, items[0] as object])
  const leaking = await run()
  assert.deepEqual(counts(leaking), [12, 0, 0], 'the training set is part of the identity')
  assert.deepEqual(
    leaking.findings.map(({ id, count }) => [id, count]),
    [['train-in-data', 1]],
  )
})

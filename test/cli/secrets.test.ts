// A key in params, in a header, in what is thrown and in what is typed stands in no file and no output; the task alone gets it.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { projectFolder } from '../fixtures/folder.ts'
import { assay } from './assay.ts'

const keys = ['a1B2', 'c3D4', 'e5F6', 'g7H8'].map(part => `sk-live-${part.repeat(6)}`)
const [first = '', second = '', typed = '', variable = ''] = keys
/** Has no known shape: only its header says what it is. */
const plain = 'opaque-value-9271'

const file = `import { createHash } from 'node:crypto'
import { benchmark, mean } from 'assay'
const digest = text => createHash('sha256').update(text).digest('hex')
export default benchmark({
  name: 'leaky',
  data: ['a', 'b', 'boom', 'late', 'fetch'],
  id: x => x,
  params: ['${first}', '${second}'].map(key => ({ model: 'm', key, request: { headers: { 'x-api-key': '${plain}' } } })),
  setup: ({ key }) => digest(key),
  task: async (text, { key, request }, { setup, record, log, once, defer, attempt }) => {
    if (digest(key) !== setup) throw new Error('the setup got another key')
    record({ raw: request, authorization: 'Bearer ' + key })
    await log({ asked: 'with ' + key, headers: request.headers })
    await once(fail, { text }).catch(() => {})
    defer(() => { throw new Error('cannot tidy ' + key) })
    if (text === 'boom') throw new Error('401 for ' + key)
    if (text === 'fetch') await fetch('http://127.0.0.1:1', { headers: { 'x-api-key': '${plain}' + String.fromCharCode(10) + 'x' } })
    if (text === 'late' && attempt === 1) throw Object.assign(new Error('429 for ' + key), { status: 429, headers: { 'retry-after': '0' } })
    return { digest: digest(key), sent: digest(request.headers['x-api-key']), length: text.length }
  },
  scores: { broken: ({ result }) => { throw new Error('cannot score with ${first}') } },
  metrics: { length: mean('length') },
  limits: { requestsPerMinute: 1e6, rateKey: ({ key }) => key },
})
function fail() { throw new Error('refused ${second}') }
`

const program = `import { command, benchmark } from 'assay'
export default benchmark({
  name: 'program',
  data: ['a'],
  id: x => x,
  task: command(['node', 'answer.js', '--key', '${first}'], { env: { API_KEY: '${variable}' } }),
})
`

const answer = `const { createInterface } = require('node:readline')
console.log('noise with ' + process.env.API_KEY)
createInterface({ input: process.stdin }).on('line', line => {
  const { call } = JSON.parse(line)
  console.log(JSON.stringify({ call, error: { type: 'Refused', message: 'no ' + process.argv[3] + process.env.API_KEY } }))
})
`

const config = `export default { prices: { m: { inputUsdPerMillion: 1, outputUsdPerMillion: 1 } } }\n// ${typed}\n`

test('no database, log, JSON or output holds a key', async t => {
  const cwd = projectFolder(
    {
      'leaky.bench.ts': file,
      'program.bench.ts': program,
      'answer.cjs': answer,
      'answer.js': `import './answer.cjs'\n`,
      'assay.config.ts': config,
    },
    t,
  )
  const said: string[] = []
  const command = async (...words: string[]) => {
    const { stdout, stderr } = await assay(words, { cwd })
    said.push(stdout, stderr)
    return stdout
  }
  const db = ['--db', 'lab.db']
  await command('plan', 'leaky.bench.ts', ...db)
  await command('run', 'leaky.bench.ts', ...db, '--params', `key=${first}`)
  const run = JSON.parse(await command('run', 'leaky.bench.ts', ...db, '--json'))
  await command('run', 'leaky.bench.ts', ...db, '--params', `key=${typed}`)
  await command('run', 'leaky.bench.ts', ...db, '--execute', 'all', '--executor', 'threads', '--workers', '1')
  await command('run', 'leaky.bench.ts', ...db, '--execute', 'all', '--workers', '2')
  await command('run', 'program.bench.ts', ...db)
  await command('run', 'program.bench.ts', ...db, '--json')
  for (const words of [
    ['plan', 'leaky.bench.ts', ...db],
    ['show', 'lab.db', 'latest'],
    ['show', 'lab.db', String(run.data.run_id)],
    ['runs', 'lab.db'],
    ['explain', 'lab.db', '--last-miss'],
    ['stats', 'lab.db'],
    ['columns', 'lab.db'],
    ['tail', 'lab.db'],
    ['tail', 'lab.db', '--table', 'events'],
    ['cache', 'stats', 'lab.db'],
    ['cache', 'ls', 'lab.db'],
    ['sql', 'lab.db', 'SELECT * FROM predictions'],
    ['sql', 'lab.db', 'SELECT * FROM runs'],
    ['sql', 'lab.db', 'SELECT * FROM attempts'],
  ]) {
    await command(...words)
    await command(...words, '--json')
  }
  await command('cache', 'export', 'lab.db')
  await command('cache', 'export', 'lab.db', 'lines.jsonl')

  const secrets = [...keys, plain]
  const holds = (bytes: string | Buffer) => secrets.filter(secret => bytes.includes(secret))
  assert.deepEqual(said.flatMap(holds), [], 'what was said')
  const written = readdirSync(cwd).filter(name => name.startsWith('lab.db') || name === 'lines.jsonl')
  assert.ok(written.includes('lab.db') && written.includes('lines.jsonl'))
  for (const name of written) assert.deepEqual(holds(readFileSync(join(cwd, name))), [], name)

  const errors = await command('sql', 'lab.db', "SELECT DISTINCT error FROM predictions WHERE input_id = 'fetch'")
  assert.match(errors, /Headers\.append: "\[redacted: header\]" is an invalid header value\.\n$/)
  const { executed, replayed, failed, findings, metrics } = run.data
  assert.deepEqual([executed, replayed, failed], [7, 3, 4], 'two keys are two configurations, and stored results count')
  const found = findings.find(({ id }: { id: string }) => id === 'secret-in-params')
  assert.deepEqual(found.examples, [
    { param: 'key', secret: 'API key' },
    { param: 'request.headers.x-api-key', secret: 'header' },
  ])
  assert.match(metrics[0].params.key, /^\[redacted: API key [0-9a-f]{16}\]$/)
  const rows = await command(
    'sql',
    'lab.db',
    "SELECT DISTINCT params_key, digest, sent FROM predictions WHERE status = 'ok' AND benchmark = 'leaky'",
    '--json',
  )
  const digests = new Set(JSON.parse(rows).data.rows.map((row: { digest: string }) => row.digest))
  assert.equal(digests.size, 2, 'the task got both keys')
})

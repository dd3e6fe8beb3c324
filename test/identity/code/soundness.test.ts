// Every edit that changes what a task answers changes its identity: each literal of a project of odd code is edited, and the task run.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { type Token, parse } from 'acorn'
import { taskCode } from '../../../src/identity/code.ts'
import { type Files, writeProject } from './project.ts'

/** `metric` and `other` hold what the task cannot see. */
const project: Files = {
  'node_modules/assay/package.json': '{ "name": "assay", "version": "1.0.0", "type": "module", "exports": "./index.js" }',
  'node_modules/assay/index.js': 'export const benchmark = spec => spec\nexport const mean = column => ({ column })',
  'a.bench.js': `import { benchmark as declare, mean } from 'assay'
import conf from './conf.json' with { type: 'json' }
import score, { register, table as shared, current, Base } from './lib/index.js'
import * as words from './lib/words.js'
import './lib/plugin.js'
import { createRequire } from 'node:module'
const require = createRequire(import.meta.url)
const { halve } = require('./lib/old.cjs')
const alias = shared
alias.extra = 11
register('first', 12)
let mode = 'm1'
if (conf.k > 0) mode += 'm2'
const { left = 13, ...rest } = { right: 14 }
const rows = [{ n: 15 }, { n: 16 }]
for (const row of rows) row.n += 17
rows.forEach(row => { row.n += 18 })
const counter = (() => { let n = 19; return { next: () => (n += 20), seen: () => n } })()
counter.next()
function memo(x) { memo.calls ??= 21; return memo.calls + x }
memo.calls = 22
class Own extends Base { static start = 23; value = Own.start; get twice() { return this.value * 2 + this.base() } }
Own.prototype.later = () => 24
const order = list => list.sort((a, b) => (a.n - b.n) * 25)
order(rows)
let swap = 26, swapped = 27
;[swap, swapped] = [swapped, swap]
const tag = (texts, ...values) => texts.raw.join(28) + values
const tasks = { even: x => x + 29, odd: x => x - 30 }
const late = await Promise.resolve(31)
const metric = rows => rows.map(row => row.n * 901).join('m902')
const other = { a: 903, b: ['m904'].map(text => text + 905) }
other.c = 906
console.log !== undefined || register('never', 54)
function pick(x, y = late) { var late = 32; switch (x % 2) { case 0: return y + late; default: return late } }
const base = { task: async x => [
  score(x), words.long(x), words['short'](x), current(), mode, left, rest.right, rows, counter.seen(), memo(x), new Own().twice,
  new Own().later(), swap, swapped, tag\`a\${x}b\`, tasks[x % 2 ? 'odd' : 'even'](x), pick(x), conf, halve(x), shared, conf['k'],
  [...Object.entries(shared)].length, await import('./lib/lazy.js').then(lazy => lazy.value), { late }, \`t33\${x}\`, /3[4]/.test(String(x + 33)),
] }
export default declare({ name: 'a', data: [908, other.a], metrics: { m: mean('m909'), n: { compute: metric } }, ...base, expected: x => x + 910 })
`,
  'conf.json': '{ "k": 35, "deep": { "text": "t36" } }',
  'lib/index.js': `export { default } from './score.js'
export * from './state.js'
export { Root as Base } from './classes.js'
`,
  'lib/score.js': `import { weight as w, unused } from './weights.js'
const offset = 37
export default function (x) { return w(x) + offset }
export const metric = unused + 911
`,
  'lib/weights.js': `const factors = new Map([['a', 38]])
factors.set('b', 39)
export const weight = x => x * factors.get('a') + factors.get('b')
export const unused = 912
`,
  'lib/state.js': `export const table = { start: 40 }
let now = 'n41'
const put = (name, value) => { table[name] = value }
export const register = (name, value) => put(name, value)
export const getTable = () => table
export function current() { return now }
export const setCurrent = value => { now = value + 'n42' }
`,
  'lib/plugin.js': `import * as state from './state.js'
import { getTable } from './state.js'
state.setCurrent('n43')
getTable().plugged = 44
const held = getTable()
held.again = [45, 'p46']
`,
  'lib/words.js': `const lists = { long: 47, short: 48, other: 55 }
export const long = x => lists.long + x
export const short = x => long(x) + lists.short
export const other = x => x + 914
`,
  'lib/classes.js': `const k = 49
export class Root { static { this.made = 50 } #hidden = k; base() { return this.#hidden + Root.made } }
export class Other { a = 915 }
`,
  'lib/old.cjs': `const half = require('./half')
exports.halve = x => half(x) + 51
`,
  'lib/half/package.json': '{}',
  'lib/half/index.js': 'module.exports = x => x / 53',
  'lib/lazy.js': 'export const value = 52',
}
interface Answer {
  readonly answer: string
  readonly identity: string
}

async function answerOf(files: Files): Promise<Answer> {
  const file = join(writeProject(files), 'a.bench.js')
  const { identity } = taskCode([{ file, line: null, column: null }])
  const { default: spec } = (await import(pathToFileURL(file).href)) as { default: { task: (x: number) => unknown } }
  return { answer: JSON.stringify(await Promise.all([1, 2].map(x => spec.task(x)))), identity }
}

/** The files with one number or text edited, for each one that there is. */
function* editsOf(files: Files): Generator<{ readonly what: string; readonly files: Files }> {
  for (const [path, source] of Object.entries(files)) {
    if (source === null || path.includes('package.json') || path.startsWith('node_modules')) continue
    const tokens: Token[] = []
    const text = path.endsWith('.json') ? `(${source})` : source
    parse(text, { ecmaVersion: 'latest', sourceType: /half|cjs/.test(path) ? 'script' : 'module', onToken: tokens })
    const shift = path.endsWith('.json') ? 1 : 0
    for (const { type, start, end } of tokens) {
      const word = text.slice(start, end)
      if (type.label !== 'num' && !/^'[a-z]\d+'$|^"t\d+"$/.test(word)) continue
      const edited = type.label === 'num' ? `7${word}` : `${word.slice(0, -1)}7${word.slice(-1)}`
      const before = source.slice(0, start - shift)
      yield { what: `${path} ${word}`, files: { ...files, [path]: before + edited + source.slice(end - shift) } }
    }
  }
}

test('every edit of a literal that changes an answer changes the identity, and those that only a metric sees do not', async () => {
  const before = await answerOf(project)
  let changing = 0
  for (const edit of editsOf(project)) {
    const after = await answerOf(edit.files)
    const isSeen = after.answer !== before.answer
    if (isSeen) changing++
    if (isSeen) assert.notEqual(after.identity, before.identity, `stale: ${edit.what}`)
    if (/ '?[a-z]?9\d\d/.test(edit.what)) assert.equal(after.identity, before.identity, `wide: ${edit.what}`)
  }
  assert.ok(changing >= 40, `${changing} edits change an answer`)
})

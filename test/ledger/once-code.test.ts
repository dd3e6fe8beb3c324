// Which function a call of `once` means: known from the file at the call, or given a version, or refused; never another one's result.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { isOnceName, onceCode } from '../../src/ledger/once/once-code.ts'
import { projectFolder } from '../fixtures/folder.ts'

function embed(x: unknown): unknown {
  return x
}
const project = (x: unknown): unknown => x
const make = (k: number) =>
  function embed(x: number) {
    return x + k
  }
const wrap = (fn: (x: unknown) => unknown) =>
  function embed(x: unknown) {
    return fn(x)
  }
const wrapped = wrap(embed)
const closure = make(1)

const unknown = { name: 'AssayError', code: 'code_unknown' } as const

test('a function of the top level has the identity of what it reaches, wherever it is given from', () => {
  const here = onceCode(embed, undefined)
  const there = onceCode(embed, {})
  assert.match(here.identity, /^[0-9a-f]{64}$/)
  assert.deepEqual([here.name, there.identity], ['once(embed)', here.identity])
  assert.notEqual(onceCode(project, undefined).identity, here.identity)
})

test('closures, wrapped and bound functions, arrow functions at the call and methods have no code that is known', () => {
  assert.throws(() => onceCode(closure, undefined), unknown)
  assert.throws(() => onceCode(make(2), undefined), unknown)
  assert.throws(() => onceCode(wrapped, undefined), unknown)
  assert.throws(() => onceCode(embed.bind(null), undefined), unknown)
  assert.throws(() => onceCode((x: unknown) => x, undefined), unknown)
  assert.throws(() => onceCode({ embed }.embed, undefined), unknown)
  assert.throws(() => onceCode(new Proxy(embed, {}), undefined), unknown)
  assert.throws(() => onceCode(Math.sqrt, undefined), unknown)
})

test('functions that take turns at one place are not known there', () => {
  for (const fn of [embed, project]) assert.throws(() => onceCode(fn, undefined), unknown)
  const give = (fn: unknown) => onceCode(fn, undefined)
  assert.throws(() => give(embed), unknown)
  assert.throws(() => [embed].map(give), unknown)
})

test('the hint of an unknown code says what helps: a version only where there is a name', () => {
  assert.throws(() => onceCode(closure, undefined), {
    message: 'The code of the function `embed` cannot be known, so a stored result could be that of other code.',
    hint: /version: once\(fn, input, \{ version: '1' \}\)$/,
  })
  assert.throws(() => onceCode((x: unknown) => x, undefined), {
    message: /a function without a name/,
    hint: /give it by its name$/,
  })
})

test('a version stands for the code, with the name and the calling file', () => {
  assert.deepEqual(onceCode(embed, { version: '1' }), {
    name: 'once(embed)',
    identity: 'version:"1" in assay:test/ledger/once-code.test.ts',
    parts: null,
    findings: [],
  })
  assert.notEqual(onceCode(embed, { version: '2' }).identity, onceCode(embed, { version: '1' }).identity)
})

test('no two functions share a version: closures of one factory, wrapped ones, equal names', () => {
  const first = make(1)
  onceCode(first, { version: 'closures' })
  onceCode(first, { version: 'closures' })
  const message =
    /^TypeError: expected `embed` of version "closures" to be one function, got another; pass what they differ in as input, or give each a name or version of its own$/
  assert.throws(() => onceCode(make(2), { version: 'closures' }), message)
  onceCode(wrap(embed), { version: 'wrapped' })
  assert.throws(() => onceCode(wrap(project), { version: 'wrapped' }), TypeError)
})

test('an anonymous or bound function has no name that a version could stand beside', () => {
  const refused =
    /^TypeError: expected a function with a name of its own beside a version, got (?:one without a name|`bound embed`)/
  assert.throws(() => onceCode((x: unknown) => x, { version: '1' }), refused)
  assert.throws(() => onceCode(embed.bind(null), { version: '1' }), refused)
})

test('what is no function, a generator and options that nobody knows are refused', () => {
  assert.throws(() => onceCode('embed', undefined), /^TypeError: expected a function, got embed$/)
  assert.throws(() => onceCode(function* numbers() {}, { version: '1' }), /^TypeError: .* got the generator numbers/)
  assert.throws(
    () => onceCode(embed, { verson: '1' }),
    /^TypeError: expected the options of once\(\), got `verson`\. Did you mean `version`\?/,
  )
  assert.throws(() => onceCode(embed, { version: 1 }), /^TypeError: expected `version` to be a text, got number$/)
  assert.throws(() => onceCode(embed, { version: '' }), /^TypeError: expected `version` to be a text, got an empty one$/)
  assert.throws(() => onceCode(embed, '1'), /^TypeError: expected the options of once\(\) to be an object, got 1$/)
})

test('names of results are told from those of benchmarks', () => {
  assert.deepEqual(['once(embed)', 'once()', 'once', 'not once(embed)', 'once(embed) again'].map(isOnceName), [
    true,
    true,
    false,
    false,
    false,
  ])
})

const program = `
import { rmSync } from 'node:fs'
import { openTracker } from 'assay'
let calls = 0
function embed(x) { calls++; return x }
const tracker = await openTracker(':memory:')
for (const v of [1, 1, 2]) { await tracker.once(embed, { v }); rmSync(import.meta.filename, { force: true }) }
console.log(calls)`

test('a place that was there before is not read again', t => {
  const folder = projectFolder({ 'main.js': program }, t)
  assert.equal(node(folder, 'main.js'), '2\n')
})

for (const [what, args, file] of [
  ['CommonJS', ['main.cjs'], ' in main.cjs'],
  ['a text to evaluate', ['--input-type=commonjs', '-e'], ''],
] as const) {
  test(`${what} has results under a version too`, t => {
    const source = `require('assay').openTracker(':memory:').then(async tracker => {
      const embed = x => x
      console.log((await tracker.once(embed, { v: 1 }, { version: '1' })).v)
      console.log((await tracker.rows())[0].cache, await tracker.once(embed, { v: 1 }).catch(error => error.code))
      await tracker.close()
    })`
    const folder = projectFolder({ 'main.cjs': source }, t)
    assert.equal(node(folder, ...args, ...(file === '' ? [source] : [])), '1\ncomputed code_unknown\n')
  })
}

function node(cwd: string, ...args: string[]): string {
  const argv = ['--conditions=assay-source', ...args]
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd, encoding: 'utf8', timeout: 60_000 })
  assert.equal(status, 0, `${join(cwd, args.at(-1) ?? '')}: ${stderr}`)
  return stdout
}

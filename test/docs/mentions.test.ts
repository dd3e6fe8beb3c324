// The pages mention everything that there is, and nothing that is not.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import * as assay from '../../src/index.ts'
import * as maintenance from '../../src/maintenance.ts'
import { commands } from '../../src/cli/commands.ts'
import { brokenLinks, machineNames, missingFiles, missingScripts, tableKeys, unmentioned } from './mentions.ts'
import { checkout, readPages } from './pages.ts'

const pages = readPages()
const read = (name: string) => readFileSync(join(checkout, name), 'utf8')

test('every exported value is mentioned in code', () => {
  assert.deepEqual(unmentioned(Object.keys({ ...assay, ...maintenance }), pages), [])
})

test('every exported type is mentioned in code', () => {
  const entries = read('src/index.ts') + read('src/maintenance.ts')
  const types = [...entries.matchAll(/export type \{([^}]+)\}/g)].flatMap(match => (match[1] ?? '').split(','))
  assert.ok(types.length > 0)
  assert.deepEqual(
    unmentioned(
      types.map(name => name.trim()),
      pages,
    ),
    [],
  )
})

test('every command has a heading in docs/cli.md', () => {
  const headings = [...read('docs/cli.md').matchAll(/^## ([a-z ]+)$/gm)].map(match => match[1])
  assert.deepEqual(headings.toSorted(), Object.keys(commands).toSorted())
})

test('docs/errors.md lists every code of an AssayError, and no other', () => {
  const union = /export type ErrorCode =([\s\S]*?)\n\n/.exec(read('src/base/errors.ts'))?.[1] ?? ''
  const codes = [...union.matchAll(/'(\w+)'/g)].map(match => match[1])
  assert.ok(codes.length > 0)
  assert.deepEqual(tableKeys(read('docs/errors.md'), 'Codes').toSorted(), codes.toSorted())
})

test('every metric has its line in docs/metrics.md', () => {
  const [, kind = ''] = /export type KindName =([\s\S]*?)\n\n/.exec(read('src/metrics/metric.ts')) ?? []
  const kinds = [...kind.matchAll(/'(\w+)'/g)].map(match => match[1] ?? '')
  assert.ok(kinds.length > 0)
  const page = read('docs/metrics.md')
  for (const name of kinds) assert.match(page, new RegExp(`^\\|[^|]*\`${name}\\(`, 'm'))
})

test('no link is broken', () => {
  assert.deepEqual(
    pages.flatMap(page => brokenLinks(page, pages, checkout)),
    [],
  )
})

test('every file that a page names is there', () => {
  assert.deepEqual(
    pages.flatMap(page => missingFiles(page, checkout)),
    [],
  )
})

test('every script that a page names is there', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: object }
  assert.deepEqual(
    pages.flatMap(page => missingScripts(page, Object.keys(scripts))),
    [],
  )
})

test('no page names a path or a host of somebody’s machine', () => {
  assert.deepEqual(pages.flatMap(machineNames), [])
})

// Files are named by their package and their place in it, so that the name is the same on every machine.
import assert from 'node:assert/strict'
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { caller, placeOfFile } from '../../../src/identity/code.ts'
import { temporaryFolder } from '../../fixtures/folder.ts'

test('a file has the name of its package and its place there; without one its real path', t => {
  const folder = realpathSync(temporaryFolder(t))
  for (const [name, manifest] of [
    ['named', '{ "name": "n" }'],
    ['unnamed', '{}'],
    ['loose', null],
  ] as const) {
    mkdirSync(join(folder, name, 'src'), { recursive: true })
    writeFileSync(join(folder, name, 'src/a.ts'), '')
    if (manifest !== null) writeFileSync(join(folder, name, 'package.json'), manifest)
  }
  symlinkSync(join(folder, 'named/src/a.ts'), join(folder, 'link.ts'))
  const places = ['named/src/a.ts', 'unnamed/src/a.ts', 'loose/src/a.ts', 'link.ts', 'missing.ts']
  assert.deepEqual(
    places.map(place => placeOfFile(join(folder, place))),
    ['n:src/a.ts', 'src/a.ts', join(folder, 'loose/src/a.ts'), 'n:src/a.ts', null],
  )
})

test('the caller is the innermost place that is not Assay’s own', () => {
  const site = caller()
  assert.deepEqual([site?.file, typeof site?.line, typeof site?.column], [import.meta.filename, 'number', 'number'])
})

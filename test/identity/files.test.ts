// The identity of declared files changes with their content and their names, and with a new file that is meant.
import assert from 'node:assert/strict'
import { chmodSync, cpSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'
import { AssayError } from '../../src/base/errors.ts'
import { readDeclaredFiles } from '../../src/identity/files.ts'
import { temporaryFolder, writeFiles } from '../fixtures/folder.ts'

const files = { 'prompts/a.md': 'hello', 'prompts/b.md': 'there', 'prompts/deep/c.md': 'deep', 'notes.txt': 'none' }

function project(test: TestContext, change: Readonly<Record<string, string>> = {}): string {
  const folder = temporaryFolder(test)
  writeFiles(folder, { ...files, ...change })
  return folder
}

const read = (folder: string, ...globs: (string | URL)[]) => readDeclaredFiles(globs, { working: folder, benchmark: folder })

test('the identity changes with the content of a file, with a new file and with a name', test => {
  const identity = (change = {}) => read(project(test, change), 'prompts/*.md').identity
  assert.match(identity(), /^[0-9a-f]{64}$/)
  assert.equal(identity(), identity())
  const identities = [identity(), identity({ 'prompts/a.md': 'bye' }), identity({ 'prompts/new.md': '' })]
  assert.equal(new Set(identities).size, 3)
  assert.equal(identity({ 'notes.txt': 'some', 'prompts/deep/c.md': 'deeper' }), identity())
})

test('the parts name each file once, in order', test => {
  const folder = project(test)
  const { parts } = read(folder, 'prompts/b.md', './prompts/*.md', 'prompts/**/c.md')
  assert.deepEqual(Object.keys(parts), ['prompts/a.md', 'prompts/b.md', 'prompts/deep/c.md'])
  assert.equal(parts['prompts/a.md'], '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824')
})

test('the identity is the same at another place', test => {
  const folder = project(test)
  const other = join(temporaryFolder(test), 'elsewhere')
  cpSync(folder, other, { recursive: true })
  assert.equal(read(other, 'prompts/**/*.md').identity, read(folder, 'prompts/**/*.md').identity)
})

test('a path that leads upwards, and an absolute one', test => {
  const folder = project(test)
  assert.deepEqual(Object.keys(read(join(folder, 'prompts'), '../notes.txt').parts), ['../notes.txt'])
  assert.deepEqual(Object.keys(read(folder, join(folder, 'notes.txt')).parts), ['notes.txt'])
})

test('a URL is a file whatever its name, wherever the working folder is', test => {
  const folder = project(test, { 'prompts/[a].md': 'brackets' })
  const url = pathToFileURL(join(folder, 'prompts/[a].md'))
  const from = (working: string) => readDeclaredFiles([url], { working, benchmark: folder })
  assert.deepEqual(Object.keys(from(folder).parts), ['./prompts/[a].md'])
  assert.equal(from(join(folder, 'prompts')).identity, from(folder).identity)
})

test('it is told which paths are meant', test => {
  const folder = project(test)
  const { has } = read(folder, 'prompts/*.md')
  assert.deepEqual([has(join(folder, 'prompts/a.md')), has(join(folder, 'notes.txt'))], [true, false])
})

test('a link to a file has its content', test => {
  const folder = project(test)
  symlinkSync('../notes.txt', join(folder, 'prompts/link.md'))
  assert.equal(read(folder, 'prompts/link.md').parts['prompts/link.md'], read(folder, 'notes.txt').parts['notes.txt'])
})

test('a file larger than one piece is read to its end', test => {
  const large = (end: string) => read(project(test, { 'w.bin': `${'x'.repeat(3 << 20)}${end}` }), 'w.bin').identity
  assert.notEqual(large('a'), large('b'))
})

test('no files have no identity', test => {
  assert.deepEqual({ ...read(project(test)), has: null }, { identity: '', parts: {}, has: null })
})

test('a glob that matches nothing, or folders only, is an error that says so', test => {
  const folder = project(test)
  mkdirSync(join(folder, 'empty'))
  const refusal = (hint: RegExp) => (error: unknown) =>
    error instanceof AssayError && error.code === 'benchmark_invalid' && hint.test(error.hint)
  assert.throws(() => read(folder, 'prompts/*.md', 'nothing/*.md'), refusal(/globs begin at/))
  assert.throws(() => read(folder, 'prompts/'), refusal(/write `prompts\/\*\*`/))
  assert.throws(() => read(folder, pathToFileURL(join(folder, 'gone.md'))), refusal(/check the path/))
})

test('what is neither a glob nor a file is misuse', test => {
  assert.throws(() => read(project(test), 1 as never), /TypeError: expected `files` to hold globs and URLs, got a number/)
  assert.throws(() => read(project(test), new URL('https://a.example')), /TypeError: expected .* got https:\/\/a\.example\//)
})

test('a file that cannot be read is an error', { skip: process.getuid?.() === 0 && 'root reads everything' }, test => {
  const folder = project(test)
  chmodSync(join(folder, 'notes.txt'), 0)
  assert.throws(
    () => read(folder, 'notes.txt'),
    (error: unknown) => error instanceof AssayError && error.code === 'io',
  )
})

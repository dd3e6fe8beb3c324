// Small projects on disk, and the identity of the task that `a.bench.ts` of each declares.
import assert from 'node:assert/strict'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { type Code, taskCode } from '../../../src/identity/code.ts'
import { temporaryFolder } from '../../fixtures/folder.ts'

/** Content by path; a path to a folder of packages that is written `link:TARGET` is a symbolic link. `null`: not there. */
export type Files = Readonly<Record<string, string | null>>

const folder = temporaryFolder()
let count = 0

/** Writes a project into a folder of its own, which is returned. */
export function writeProject(files: Files, place = join(folder, String(++count), 'project')): string {
  for (const [path, content] of Object.entries({ 'package.json': '{ "type": "module" }', ...files })) {
    if (content === null) continue
    mkdirSync(dirname(join(place, path)), { recursive: true })
    if (content.startsWith('link:')) symlinkSync(content.slice(5), join(place, path))
    else writeFileSync(join(place, path), content)
  }
  return place
}

export function codeOf(files: Files): Code {
  return taskCode([{ file: join(writeProject(files), 'a.bench.ts'), line: null, column: null }])
}

/** A benchmark whose other fields are there too, so that whatever they reach is known not to count. */
export function bench(task: string, before = '', others = ''): string {
  return `import { benchmark, mean } from 'assay'\n${before}
export default benchmark({ name: 'a', data: [1, 2], metrics: { m: mean('prediction') }, ${others} ${task} })\n`
}

/** An edit of one file; of a file that is not there yet, `from` is ''. */
export type Edit = readonly [path: string, from: string, to: string]

export function edit(files: Files, [path, from, to]: Edit): Files {
  const before = files[path] ?? ''
  assert.ok(before.includes(from), `expected ${path} to hold ${from}`)
  return { ...files, [path]: before.replace(from, () => to) }
}

/** One row of a table: what is edited, the project, the edit. */
export type Case = readonly [what: string, files: Files, ...edit: Edit]

export function testChanges(cases: readonly Case[]): void {
  for (const [what, files, ...change] of cases) {
    test(`changes the identity: ${what}`, () => assert.notEqual(codeOf(edit(files, change)).identity, codeOf(files).identity))
  }
}

export function testKeeps(cases: readonly Case[]): void {
  for (const [what, files, ...change] of cases) {
    test(`keeps the identity: ${what}`, () => assert.deepEqual(codeOf(edit(files, change)).parts, codeOf(files).parts))
  }
}

export function inBench(task: string, before = '', others = '', after = ''): Files {
  return { 'a.bench.ts': `${bench(task, before, others)}${after}` }
}

/** A bench that imports, and the files that it imports from. */
export function fileAnd(imports: string, files: Files, task = 'task: x => a(x)'): Files {
  return { 'a.bench.ts': bench(task, imports), ...files }
}

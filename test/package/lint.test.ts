// The lint rules hold the arrows between rooms; this plants what they forbid and expects an error for each.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const copy = mkdtempSync(join(tmpdir(), 'assay-lint-'))
after(() => rmSync(copy, { recursive: true, force: true }))
cpSync(join(root, 'src'), join(copy, 'src'), { recursive: true })
cpSync(join(root, '.oxlintrc.json'), join(copy, '.oxlintrc.json'))

/** Codes of the rules that fire on the copy. */
function lint(): string[] {
  const { stdout } = spawnSync(join(root, 'node_modules/.bin/oxlint'), ['--deny-warnings', '--format=json', 'src'], {
    cwd: copy,
    encoding: 'utf8',
  })
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string }[] }
  return diagnostics.map(({ code }) => code)
}

function plant(path: string, text: string): () => void {
  writeFileSync(join(copy, path), text)
  return () => rmSync(join(copy, path))
}

test('the tree as it stands passes', () => {
  assert.deepEqual(lint(), [])
})

test('a forbidden value import, a forbidden type import and a cycle are three errors', () => {
  const remove = [
    plant('src/stats/planted-value.ts', "import { AssayError } from '../bench/grid.ts'\nexport const planted = AssayError\n"),
    plant('src/record/planted-type.ts', "import type { Store } from '../store/store.ts'\nexport type Planted = Store\n"),
    plant('src/base/planted-a.ts', "import type { B } from './planted-b.ts'\nexport type A = B | 1\n"),
    plant('src/base/planted-b.ts', "import type { A } from './planted-a.ts'\nexport type B = A | 2\n"),
  ]
  const found = lint()
  for (const undo of remove) undo()
  assert.equal(found.filter(code => code.includes('no-restricted-imports')).length, 2)
  assert.ok(found.some(code => code.includes('no-cycle')))
})

test('no room may import the package’s own entries, and the command line may not reach into the store', () => {
  const remove = [
    plant('src/bench/planted.ts', "import { grid } from '../index.ts'\nexport const planted = grid\n"),
    plant('src/bench/planted-second.ts', "import { setColumns } from '../maintenance.ts'\nexport const planted = setColumns\n"),
    plant('src/cli/planted.ts', "import { openStore } from '../store/open.ts'\nexport const planted = openStore\n"),
  ]
  const found = lint()
  for (const undo of remove) undo()
  assert.equal(found.filter(code => code.includes('no-restricted-imports')).length, 3)
})

test('assets stand between the store, which knows none of them, and the ledger', () => {
  const remove = [
    plant('src/store/planted.ts', "import { asset } from '../assets/asset.ts'\nexport const planted = asset\n"),
    plant('src/assets/planted.ts', "import type { Ledger } from '../ledger/ledger.ts'\nexport type Planted = Ledger\n"),
  ]
  const found = lint()
  for (const undo of remove) undo()
  assert.equal(found.filter(code => code.includes('no-restricted-imports')).length, 2)
})

test('the audit looks at runs from above, and no run knows of it', () => {
  const remove = [
    plant('src/bench/planted.ts', "import { verify } from '../audit/verify/verify.ts'\nexport const planted = verify\n"),
    plant('src/audit/planted.ts', "import type { Command } from '../cli/command.ts'\nexport type Planted = Command\n"),
  ]
  const found = lint()
  for (const undo of remove) undo()
  assert.equal(found.filter(code => code.includes('no-restricted-imports')).length, 2)
})

// Type-checks the TypeScript of all pages at once, as a user's compiler would, in strict mode.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkout } from './pages.ts'

/** Errors of the compiler, one a line; none when all is well. `pages` holds each page's modules by file name. */
export function typeErrors(pages: ReadonlyMap<string, ReadonlyMap<string, string>>): string[] {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'assay-docs-types-')))
  try {
    mkdirSync(join(root, 'node_modules'))
    symlinkSync(checkout, join(root, 'node_modules/assay'))
    for (const name of ['@types', 'zod']) symlinkSync(join(checkout, 'node_modules', name), join(root, 'node_modules', name))
    writeFileSync(join(root, 'package.json'), '{ "type": "module" }\n')
    const config = { extends: join(checkout, 'tsconfig.json'), include: ['pages'], compilerOptions: { noUnusedLocals: false } }
    writeFileSync(join(root, 'tsconfig.json'), JSON.stringify(config))
    for (const [page, modules] of pages) {
      const folder = join(root, 'pages', page)
      mkdirSync(folder, { recursive: true })
      for (const [name, text] of modules) writeFileSync(join(folder, name), `${text}\nexport {}\n`)
    }
    const compiler = join(checkout, 'node_modules/.bin/tsc')
    const { stdout, status } = spawnSync(compiler, ['-p', 'tsconfig.json', '--pretty', 'false'], { cwd: root, encoding: 'utf8' })
    return status === 0 ? [] : stdout.trim().split('\n')
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

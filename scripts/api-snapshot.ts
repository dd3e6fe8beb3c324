// Writes the public declarations as one text: `node scripts/api-snapshot.ts` after a change of the API, so that it is a visible diff.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))
export const snapshotPath = join(root, 'test/package/api.snapshot.d.ts.txt')

/** The emitted declarations of everything that the package's entries reach, entries first. */
export function renderSnapshot(): string {
  const folder = mkdtempSync(join(tmpdir(), 'assay-api-'))
  try {
    const args = ['-p', 'tsconfig.build.json', '--emitDeclarationOnly', '--outDir', folder]
    const { status, stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), args, { cwd: root, encoding: 'utf8' })
    if (status !== 0) throw new Error(stdout)
    const seen = new Set<string>()
    const open = [join(folder, 'index.d.ts'), join(folder, 'maintenance.d.ts'), join(folder, 'stats.d.ts')]
    for (let file = open.shift(); file !== undefined; file = open.shift()) {
      if (seen.has(file)) continue
      seen.add(file)
      for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/(?:from|import\() ?["'](\.[^"']+)\.[jt]s["']/g))
        open.push(join(dirname(file), `${path}.d.ts`))
    }
    return [...seen].map(file => `// ${relative(folder, file)}\n${readFileSync(file, 'utf8').trim()}\n`).join('\n')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) writeFileSync(snapshotPath, renderSnapshot())

// A temporary folder like a user's project: `assay` is installed in it, from this checkout's source, and on the PATH.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { checkout } from './pages.ts'

export interface Project extends Disposable {
  readonly folder: string
  /** Both streams in the order in which a terminal would show them, without progress; the folder reads `~/project`. */
  run(program: string, words: readonly string[]): Promise<{ readonly output: string; readonly exit: number | null }>
}

/** What pages and examples import besides. */
const installed = ['@ai-sdk', '@energetic-ai', '@types', 'ai', 'ml-random-forest', 'zod']

const assay = `#!/bin/sh\nexec node "${join(checkout, 'src/cli/main.ts')}" "$@"\n`
const npx =
  '#!/bin/sh\n[ "$1" = assay ] || { echo "npx of the tests knows assay only, not $1" >&2; exit 127; }\nshift\nexec assay "$@"\n'

export function createProject(): Project {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'assay-docs-')))
  const folder = join(root, 'project')
  const programs = join(root, 'bin')
  const modules = join(folder, 'node_modules')
  mkdirSync(modules, { recursive: true })
  mkdirSync(programs)
  symlinkSync(checkout, join(modules, 'assay'))
  for (const name of installed) symlinkSync(join(checkout, 'node_modules', name), join(modules, name))
  for (const [name, script] of Object.entries({ assay, npx })) writeFileSync(join(programs, name), script, { mode: 0o755 })
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n')
  const env = {
    ...process.env,
    PATH: [programs, dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
    // The source, not a build: `node program.ts` of a page sees what `assay` sees.
    NODE_OPTIONS: '--conditions=assay-source',
    NO_COLOR: '1',
  }
  return {
    folder,
    run: (program, words) =>
      new Promise((resolve, reject) => {
        let output = ''
        const child = spawn('sh', ['-c', 'exec "$@" 2>&1', 'sh', program, ...words], {
          cwd: folder,
          env,
          stdio: ['ignore', 'pipe', 'inherit'],
        })
        child.stdout.setEncoding('utf8').on('data', (text: string) => {
          output += text
        })
        child.on('error', reject)
        child.on('close', exit => resolve({ output: withoutProgress(output.replaceAll(folder, '~/project')).trimEnd(), exit }))
      }),
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  }
}

/** A run says how far it is every few seconds; a page that shows it would be true of one machine only. */
function withoutProgress(output: string): string {
  return output.replaceAll(/^[\d,]+\/[\d,]+ {2}\d+ % .*\n/gm, '')
}

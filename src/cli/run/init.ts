// assay init: an example that runs, as files to start from.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { AssayError } from '../../base/errors.ts'
import type { Command, Input, Result } from '../command.ts'

/** Real files of the package: what is written is what was tested. */
const templates = new URL('../../../templates/', import.meta.url)

export const command: Command = {
  about:
    'Writes a benchmark and its data, ready to run: a start for one of your own. A file that is there already is never overwritten',
  positionals: [
    { name: 'FOLDER', about: 'where to write (default the working directory); it is made if need be', count: 'optional' },
  ],
  flags: {},
  example: 'assay init lab',
  run: runCommand,
}

async function runCommand({ positionals: [folder = '.'] }: Input): Promise<Result> {
  const names = readdirSync(templates)
  const paths = names.map(name => join(folder, name))
  const existing = paths.find(path => existsSync(path))
  if (existing !== undefined)
    throw new AssayError(
      'file_exists',
      `${existing} is there already; nothing was written.`,
      'name another folder: assay init FOLDER',
    )
  write(folder, names)
  const benchmark = paths.find(path => path.endsWith('.bench.ts')) ?? ''
  const next = [...prepare(folder), `npx assay run ${benchmark}`, 'npx assay head assay.db']
  const text = [...paths.map(path => `wrote ${path}`), '', 'Next:', ...next.map(line => `  ${line}`)].join('\n')
  return { data: { files: paths, next }, text }
}

function write(folder: string, names: readonly string[]): void {
  try {
    mkdirSync(folder, { recursive: true })
    for (const name of names) writeFileSync(join(folder, name), readFileSync(new URL(name, templates)), { flag: 'wx' })
  } catch (error) {
    const hint = 'check that the folder may be written, or name another: assay init FOLDER'
    throw new AssayError('io', `The example could not be written: ${(error as Error).message}.`, hint, error)
  }
}

/** What a project needs before its benchmark files are modules to Node and to TypeScript. */
function prepare(folder: string): string[] {
  const path = nearestManifest(resolve(folder))
  if (path === null) return ['npm init -y', 'npm pkg set type=module']
  const where = relative('.', dirname(path))
  return /"type"\s*:\s*"module"/.test(readFileSync(path, 'utf8'))
    ? []
    : [`npm pkg set type=module${where === '' ? '' : ` --prefix ${where}`}`]
}

function nearestManifest(folder: string): string | null {
  const path = join(folder, 'package.json')
  if (existsSync(path)) return path
  return dirname(folder) === folder ? null : nearestManifest(dirname(folder))
}

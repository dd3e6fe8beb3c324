// What an import means: a source file of this project, an installed package, a part of Node, or Assay itself.
import { readdirSync, realpathSync, statSync } from 'node:fs'
import { createRequire, isBuiltin } from 'node:module'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { above, findManifest, findTarget, readManifest } from './manifest.ts'

export type Resolved =
  | { readonly kind: 'file'; readonly path: string }
  /** All files of a linked package, where it cannot be told which one is meant. */
  | { readonly kind: 'files'; readonly paths: readonly string[] }
  | { readonly kind: 'package'; readonly name: string; readonly version: string }
  | { readonly kind: 'builtin' | 'assay' | 'missing' }

/** The source behind a specifier in a file. Never throws: what is not there is `missing`. */
export function resolveSpecifier(specifier: string, importer: string): Resolved {
  if (isBuiltin(specifier)) return { kind: 'builtin' }
  if (/^assay(?:\/|$)/.test(specifier)) return { kind: 'assay' }
  if (specifier.startsWith('data:')) return { kind: 'builtin' }
  if (/^(?:\.\.?(?:\/|$)|\/|file:)/.test(specifier)) return resolvePath(specifier, importer)
  if (specifier.startsWith('#')) return resolveAlias(specifier, importer)
  return resolvePackage(specifier, importer)
}

/** Of `import` in Node 24, and those that this process was started with. */
const conditions: ReadonlySet<string> = new Set(['node', 'import', 'module-sync', 'node-addons', 'default', ...startedWith()])

function startedWith(): string[] {
  return process.execArgv.flatMap((word, i, words) => {
    const [flag, value] = word.split('=')
    return flag === '--conditions' || flag === '-C' ? [value ?? words[i + 1] ?? ''] : []
  })
}

/** As `import` finds it, else as `require` does: without its extension, or a folder's index. */
function resolvePath(specifier: string, importer: string): Resolved {
  try {
    const file = fileURLToPath(new URL(specifier, pathToFileURL(importer)))
    if (statSync(file).isFile()) return { kind: 'file', path: realpathSync(file) }
  } catch {
    // Not a URL of a file, or not there under this very name.
  }
  return resolveOlder(specifier, importer)
}

function resolveOlder(specifier: string, importer: string): Resolved {
  try {
    return { kind: 'file', path: realpathSync(createRequire(importer).resolve(specifier)) }
  } catch {
    return { kind: 'missing' }
  }
}

/** A name of the project's own (`imports` in package.json): a file of it, or a package. Without a target, all files count. */
function resolveAlias(specifier: string, importer: string): Resolved {
  const manifest = findManifest(dirname(importer))
  if (manifest === null) return { kind: 'missing' }
  const target = findTarget(manifest.imports, specifier, conditions)
  const found = target === null ? resolveOlder(specifier, importer) : resolveIn(manifest.folder, target)
  return found.kind === 'missing' ? { kind: 'files', paths: sourcesBelow(manifest.folder) } : found
}

function resolveIn(folder: string, target: string): Resolved {
  return resolveSpecifier(target, join(folder, 'package.json'))
}

function resolvePackage(specifier: string, importer: string): Resolved {
  const name = packageName(specifier)
  const own = findManifest(dirname(importer))
  if (own !== null && own.name === name && own.exports !== undefined) return resolveSource(own.folder, specifier, name)
  const folder = above(dirname(importer), join('node_modules', name))
  if (folder === null) return { kind: 'package', name, version: 'not installed' }
  const real = realpathSync(folder)
  // A package that is linked into the project changes without a version.
  if (!real.includes(`${sep}node_modules${sep}`)) return resolveSource(real, specifier, name)
  return { kind: 'package', name, version: String(readManifest(real).version ?? 'without a version') }
}

function resolveSource(folder: string, specifier: string, name: string): Resolved {
  const { exports, main } = readManifest(folder)
  const path = `.${specifier.slice(name.length)}`
  const plain = path === '.' ? `./${typeof main === 'string' ? main : ''}` : path
  const target = exports === undefined ? plain : findTarget(exports, path, conditions)
  const found: Resolved = target === null ? { kind: 'missing' } : resolveIn(folder, target)
  return found.kind === 'missing' ? { kind: 'files', paths: sourcesBelow(folder) } : found
}

function packageName(specifier: string): string {
  const parts = specifier.split('/')
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name.startsWith('.') ? [] : sourcesBelow(path)
    return /\.(?:[cm]?[jt]sx?|json)$/.test(entry.name) ? [realpathSync(path)] : []
  })
}

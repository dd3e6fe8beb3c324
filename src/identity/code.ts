// Coarse code identity, never stale: a digest of the files that declare the benchmark and of all they import in this project.
import { hash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, realpathSync } from 'node:fs'
import { createRequire, isBuiltin } from 'node:module'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { digest } from './digest.ts'

/** The identity of code that starts in these files: their content, what they import by path, and packages by name and version. */
export function codeIdentity(files: readonly string[]): string {
  const contents = new Map<string, string>()
  const packages = new Map<string, string>()
  const open = [...files]
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (contents.has(file)) continue
    const source = readFileSync(file, 'utf8')
    contents.set(file, hash('sha256', source))
    for (const specifier of file.endsWith('.json') ? [] : importsOf(source)) {
      const found = resolveImport(specifier, file)
      if (typeof found === 'string') packages.set(specifier, found)
      else open.push(...found)
    }
  }
  const root = dirname(files[0] ?? '')
  return digest({ files: new Map([...contents].map(([file, content]) => [relative(root, file), content])), packages })
}

/** Every text that stands where a module's name may stand; one too many (in a comment) makes the identity wider, never stale. */
function importsOf(source: string): string[] {
  const names = source.matchAll(/(?:\bfrom|\bimport|\brequire)\s*\(?\s*(['"`])([^'"`\n]+)\1/g)
  return [...names].map(match => match[2] ?? '').filter(name => !isBuiltin(name) && name !== 'assay')
}

/** The source files behind an import, or the version of an installed package. */
function resolveImport(specifier: string, importer: string): string | readonly string[] {
  if (/^(\.\.?\/|\/|file:)/.test(specifier)) {
    const file = fileURLToPath(new URL(specifier, pathToFileURL(importer)))
    return existsSync(file) ? [file] : []
  }
  if (specifier.startsWith('#')) return resolveAlias(specifier, importer)
  const folder = packageFolder(specifier, importer)
  if (folder === null) return 'not installed'
  const real = realpathSync(folder)
  return real.includes(`${sep}node_modules${sep}`) ? packageVersion(real) : sourcesBelow(real)
}

/** A name of the project's own (`imports` in package.json). Where Node's older resolver cannot say which file, all count. */
function resolveAlias(specifier: string, importer: string): readonly string[] {
  try {
    return [createRequire(importer).resolve(specifier)]
  } catch {
    return sourcesBelow(dirname(above(dirname(importer), 'package.json') ?? importer))
  }
}

function packageFolder(specifier: string, importer: string): string | null {
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
  return above(dirname(importer), join('node_modules', name))
}

function above(folder: string, name: string): string | null {
  const path = join(folder, name)
  if (existsSync(path)) return path
  return folder === dirname(folder) ? null : above(dirname(folder), name)
}

function packageVersion(folder: string): string {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version?: unknown }
  return String(version)
}

/** All code of a package that is linked into the project instead of installed: it changes without a version. */
function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name.startsWith('.') ? [] : sourcesBelow(path)
    return /\.(?:[cm]?[jt]sx?|json)$/.test(entry.name) ? [path] : []
  })
}

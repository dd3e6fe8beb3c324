// Coarse code identity, never stale: a digest of the files that declare the benchmark and of all they import in this project.
import { hash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { createRequire, isBuiltin } from 'node:module'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { digest } from '../digest.ts'

/** The identity of code that starts in these files: their content, what they import by path, and packages by name and version. */
export function codeIdentity(files: readonly string[]): string {
  const contents = new Map<string, string>()
  const packages = new Set<string>()
  // Real paths, as Node loads modules: through a link the way from the first file to the others would depend on the place.
  const open = files.map(file => realpathSync(file))
  const root = dirname(open[0] ?? '')
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (contents.has(file)) continue
    const content = readFileSync(file)
    contents.set(file, hash('sha256', content))
    for (const specifier of file.endsWith('.json') ? [] : importsOf(String(content))) {
      const found = resolveImport(specifier, file)
      if (typeof found === 'string') packages.add(`${specifier}@${found}`)
      else open.push(...found.map(path => realpathSync(path)))
    }
  }
  const place = (file: string) => relative(root, file).replaceAll(sep, '/')
  return digest({ files: new Map([...contents].map(([file, content]) => [place(file), content])), packages })
}

/** White space and comments, which may stand between `import` and the name. */
const gap = String.raw`(?:\s|/\*(?:[^*]|\*(?!/))*\*/|//[^\n]*\n)*`
const importPattern = new RegExp(`(?:\\bfrom|\\bimport|\\brequire)${gap}(?:\\(${gap})?(['"\`])([^'"\`\\n]+)\\1`, 'g')

/** Every text that stands where a module's name may stand; one too many (in a comment) makes the identity wider, never stale. */
export function importsOf(source: string): string[] {
  const names = source.matchAll(importPattern)
  return [...names].map(match => match[2] ?? '').filter(name => !isBuiltin(name) && name !== 'assay')
}

/** The source files behind an import, or the version of an installed package. */
function resolveImport(specifier: string, importer: string): string | readonly string[] {
  if (/^(\.\.?(\/|$)|\/|file:)/.test(specifier)) return resolvePath(specifier, importer)
  if (specifier.startsWith('#')) return resolveAlias(specifier, importer)
  const name = packageName(specifier)
  const own = readManifest(importer)
  if (own.name === name && own.exports !== undefined) return sourcesBelow(own.folder)
  const folder = above(dirname(importer), join('node_modules', name))
  if (folder === null) return 'not installed'
  const real = realpathSync(folder)
  if (!real.includes(`${sep}node_modules${sep}`)) return sourcesBelow(real)
  return String(readManifest(join(real, 'index.js')).version)
}

/** As `import` finds it, else as `require` does: without its extension, or a folder's index. None for what is no path after all. */
function resolvePath(specifier: string, importer: string): readonly string[] {
  try {
    const file = fileURLToPath(new URL(specifier, pathToFileURL(importer)))
    if (statSync(file).isFile()) return [file]
  } catch {
    // No URL of a file: without extension, or prose behind the word `from`.
  }
  return resolveOlder(specifier, importer) ?? []
}

/** What Node's older resolver says, which knows no conditions of `import`. */
function resolveOlder(specifier: string, importer: string): readonly string[] | null {
  try {
    return [createRequire(importer).resolve(specifier)]
  } catch {
    return null
  }
}

/** A name of the project's own (`imports` in package.json). Where it depends on conditions, or cannot be told, all files count. */
function resolveAlias(specifier: string, importer: string): readonly string[] {
  const { imports = {}, folder } = readManifest(importer)
  const isPlain = Object.values(imports).every(target => typeof target === 'string')
  return (isPlain ? resolveOlder(specifier, importer) : null) ?? sourcesBelow(folder)
}

function packageName(specifier: string): string {
  const parts = specifier.split('/')
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
}

interface Manifest {
  /** Where the package is; the file's own folder where there is no package. */
  readonly folder: string
  readonly name?: unknown
  readonly version?: unknown
  readonly exports?: unknown
  readonly imports?: object
}

function readManifest(file: string): Manifest {
  const path = above(dirname(file), 'package.json')
  if (path === null) return { folder: dirname(file) }
  return { ...(JSON.parse(readFileSync(path, 'utf8')) as object), folder: dirname(path) }
}

function above(folder: string, name: string): string | null {
  const path = join(folder, name)
  if (existsSync(path)) return path
  return folder === dirname(folder) ? null : above(dirname(folder), name)
}

/** All code of a package that is linked into the project instead of installed: it changes without a version. */
function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name.startsWith('.') ? [] : sourcesBelow(path)
    return /\.(?:[cm]?[jt]sx?|json)$/.test(entry.name) ? [path] : []
  })
}

// The modules of one project as they are on disk now, each read once, and what a name in one of them means across all.
import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, relative, sep } from 'node:path'
import { findManifest } from './manifest.ts'
import { type Resolved, resolveSpecifier } from './resolve.ts'
import { type Import, type Source, readSource } from './source.ts'

export interface Module {
  /** Real path. */
  readonly path: string
  /** Where it is, the same on every machine: from the benchmark's folder, or from its own package's: `shared:src/index.ts`. */
  readonly place: string
  readonly content: string
  /** `null` for what counts by its content: data, and code that cannot be parsed. */
  readonly source: Source | null
}

/** What a name means in the end. */
export type Target =
  | { readonly kind: 'binding'; readonly module: Module; readonly name: string }
  | { readonly kind: 'whole'; readonly module: Module }
  | { readonly kind: 'package'; readonly name: string; readonly version: string; readonly export: string }
  | { readonly kind: 'builtin' | 'assay' | 'missing'; readonly specifier: string; readonly export: string }

export interface Project {
  readonly module: (path: string) => Module
  readonly resolve: (specifier: string, importer: Module) => Resolved
}

/** `folder` is where the benchmark is: a real path. */
export function createProject(folder: string): Project {
  const modules = new Map<string, Module>()
  const resolved = new Map<string, Resolved>()
  return {
    module(path) {
      const module = modules.get(path) ?? readModule(path, folder)
      modules.set(path, module)
      return module
    },
    resolve(specifier, importer) {
      const key = `${dirname(importer.path)}\0${specifier}`
      const found = resolved.get(key) ?? resolveSpecifier(specifier, importer.path)
      resolved.set(key, found)
      return found
    },
  }
}

function readModule(path: string, folder: string): Module {
  const bytes = readFileSync(path)
  const place = placeOf(path, folder)
  if (path.endsWith('.json')) return { path, place, content: contentOfJson(String(bytes)), source: null }
  // Bytes that are no text would read alike where they differ.
  if (!/\.(?:[cm]?[jt]sx?)$/.test(path)) return { path, place, content: hash('sha256', bytes), source: null }
  const content = String(bytes)
  return { path, place, content, source: readSource(content, path) }
}

/** White space between its values is no content. */
function contentOfJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text))
  } catch {
    return text
  }
}

function placeOf(path: string, folder: string): string {
  const manifest = findManifest(dirname(path))
  const isForeign = typeof manifest?.name === 'string' && !`${folder}${sep}`.startsWith(`${manifest.folder}${sep}`)
  const place = relative(isForeign ? manifest.folder : folder, path).replaceAll(sep, '/')
  return isForeign ? `${manifest.name}:${place}` : place
}

/** What a name at the top level of a module means; `null` for a name that the module does not bind. */
export function linkName(project: Project, module: Module, name: string, member: string | null): readonly Target[] | null {
  const imported = module.source?.imports.get(name)
  if (imported !== undefined) return linkImport(project, module, imported, member)
  return module.source?.scopes.module.names.has(name) ? [{ kind: 'binding', module, name }] : null
}

/** What a module exports under this name. */
export function linkExported(project: Project, module: Module, name: string): readonly Target[] {
  return linkExport(project, module, name, null, new Set())
}

/** What `import { name } from specifier` means; `member` is all that is read of it, where it is a namespace. */
function linkImport(
  project: Project,
  importer: Module,
  wanted: Import,
  member: string | null,
  seen = new Set<string>(),
): readonly Target[] {
  const { specifier, name } = wanted
  const found = project.resolve(specifier, importer)
  const exported = name === '*' && member !== null ? member : name
  switch (found.kind) {
    case 'file':
      return linkExport(project, project.module(found.path), name, member, seen)
    case 'files':
      return found.paths.map(path => ({ kind: 'whole', module: project.module(path) }))
    case 'package':
      return [{ ...found, export: exported }]
    default:
      return [{ kind: found.kind, specifier, export: exported }]
  }
}

function linkExport(project: Project, module: Module, name: string, member: string | null, seen: Set<string>): readonly Target[] {
  const { source } = module
  const whole: readonly Target[] = [{ kind: 'whole', module }]
  if (source === null || source.isCommonJs) return whole
  if (name === '*') return member === null || member === 'default' ? whole : linkExport(project, module, member, null, seen)
  const step = `${module.path}\0${name}`
  // Modules that export each other's everything.
  if (seen.has(step)) return []
  seen.add(step)
  const entry = source.exports.get(name)
  if (typeof entry === 'string') return linkName(project, module, entry, member) ?? [{ kind: 'binding', module, name: entry }]
  if (entry !== undefined) return linkImport(project, module, entry, member, seen)
  return linkStars(project, module, name, member, seen) ?? whole
}

/** A name that the module does not export itself: from the file that does, else from every package that may. */
function linkStars(
  project: Project,
  module: Module,
  name: string,
  member: string | null,
  seen: Set<string>,
): readonly Target[] | null {
  const found = (module.source?.stars ?? []).flatMap(specifier => {
    const { kind } = project.resolve(specifier, module)
    const isHere = kind !== 'file' || exportsName(project, module, specifier, name)
    return isHere ? linkImport(project, module, { specifier, name }, member, seen) : []
  })
  return found.length === 0 ? null : found
}

function exportsName(project: Project, importer: Module, specifier: string, name: string, seen = new Set<string>()): boolean {
  const found = project.resolve(specifier, importer)
  if (found.kind !== 'file') return true
  if (seen.has(found.path)) return false
  seen.add(found.path)
  const module = project.module(found.path)
  if (module.source === null || module.source.isCommonJs || module.source.exports.has(name)) return true
  return module.source.stars.some(star => exportsName(project, module, star, name, seen))
}

/** One text for what a name means, the same on every machine. */
export function labelOf(target: Target): string {
  if (target.kind === 'binding') return `${target.module.place}#${target.name}`
  if (target.kind === 'whole') return target.module.place
  return `${target.kind} ${target.kind === 'package' ? target.name : target.specifier}#${target.export}`
}

// The identity of a benchmark's task: what it and its setup reach, and no more.
import { realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import { AssayError } from '../../base/errors.ts'
import { digest } from '../digest.ts'
import { type Site, callAt, declaringCall, isBenchmarkCall } from './call.ts'
import { type Field, otherFields, readFields } from './fields.ts'
import { type CodeFinding, undeclaredInput, wideCode } from './findings.ts'
import { findInputs } from './inputs.ts'
import { type Parts, partsOf } from './parts.ts'
import { type Module, type Project, createProject } from './project.ts'
import { type Start, reach } from './reach.ts'
import { referencesIn } from './scopes.ts'

export interface Code {
  /** 64 hex digits: the digest of the parts. */
  readonly identity: string
  readonly parts: Parts
  readonly findings: readonly CodeFinding[]
  /** The task depends on names of an enclosing function, whose values no code tells: the caller's options belong in the key. */
  readonly isWide: boolean
}

/**
 * The code that the task and the setup of a benchmark reach. `sites` is the way to its declaration: first where `benchmark` was
 * called, then where the function around that call was called, and so on; at least one. `isDeclared` tells whether an absolute path
 * is among the benchmark's `files`. An `AssayError` `code_unknown` when a file of `sites` cannot be read.
 */
export function taskCode(sites: readonly Site[], isDeclared: (path: string) => boolean = () => false): Code {
  const { project, modules } = openSites(sites)
  const entry = modules[0] as Module
  const [site] = sites as readonly [Site]
  const call = (entry.source === null ? null : callAt(entry.source, site)) ?? declaringCall(project, entry)
  const spec = call !== null && isBenchmarkCall(project, entry, call) ? call.arguments[0] : undefined
  const start = { roots: [], names: [], touchable: [], wholes: [], entries: modules, omitted: null }
  if (spec === undefined) {
    const why = 'no call of `benchmark` can be told from others there'
    const wide = entry.source === null ? [] : [wideCode(entry.place, why)]
    return codeOf(project, { ...start, wholes: modules }, isDeclared, wide, true)
  }
  const fields = readFields(project, entry, spec)
  const omitted = { module: entry, nodes: new Set(otherFields(spec)) }
  const roots = [
    ...[...fields.known].map(([name, field]) => ({ ...field, label: `benchmark.${name}` })),
    ...fields.unknown.map(field => ({ ...field, label: 'benchmark.(spread)' })),
  ]
  const enclosing = [...new Set(roots.flatMap(enclosingNames))]
  const wide = enclosing.map(name => wideCode(entry.place, `its task depends on \`${name}\` of an enclosing function or block`))
  const unread = fields.unknown.map(({ module }) => wideCode(module.place, 'not every field of its benchmark is written out'))
  const isWide = enclosing.length > 0
  const wholes = isWide ? modules : []
  return codeOf(project, { ...start, roots, touchable: fields.names, wholes, omitted }, isDeclared, [...wide, ...unread], isWide)
}

/** The project around the first site, and the modules of all, each once. */
export function openSites(sites: readonly Site[]): { readonly project: Project; readonly modules: readonly Module[] } {
  try {
    const files = sites.map(({ file }) => realpathSync(file))
    const project = createProject(dirname(files[0] ?? ''))
    return { project, modules: [...new Set(files)].map(file => project.module(file)) }
  } catch (error) {
    const files = sites.map(({ file }) => file).join(', ')
    throw new AssayError('code_unknown', `The code in ${files} cannot be read.`, 'give it a `version`', error)
  }
}

/** The identity of everything that is reached from a start. */
export function codeOf(
  project: Project,
  start: Start,
  isDeclared: (path: string) => boolean,
  findings: readonly CodeFinding[],
  isWide: boolean,
): Code {
  const reached = reach(project, start)
  const parts = partsOf(project, reached, start.omitted)
  const unparsed = [...reached.wholes].filter(({ path, source }) => source === null && /\.[cm]?[jt]sx?$/.test(path))
  const opaque = unparsed.map(({ place }) => wideCode(place, 'it cannot be parsed'))
  const inputs = findInputs(project, reached.pieces.values(), start.omitted, isDeclared).map(undeclaredInput)
  return { identity: digest(parts), parts, findings: [...findings, ...opaque, ...inputs], isWide }
}

/** Names that a function or block around the expression binds, and that therefore differ from call to call. */
function enclosingNames({ module, node }: Field): string[] {
  const { source } = module
  if (source === null) return []
  return referencesIn(source.scopes, node)
    .filter(({ scope }) => scope !== null && scope !== source.scopes.module && (scope.start < node.start || scope.end > node.end))
    .map(({ name }) => name)
}

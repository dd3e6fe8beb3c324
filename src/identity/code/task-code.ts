// The identity of a benchmark's task and of a scorer's: what each reaches, and no more.
import { realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import { AssayError } from '../../base/errors.ts'
import { digest } from '../digest.ts'
import { type Site, callAt, declaringCall, isBenchmarkCall } from './call.ts'
import { type Field, type Fields, otherFields, readFields } from './fields.ts'
import { type CodeFinding, undeclaredInput, wideCode } from './findings.ts'
import { findInputs } from './inputs.ts'
import type { Omitted } from './omitted.ts'
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
export function taskCode(sites: readonly Site[], isDeclared?: (path: string) => boolean): Code {
  return declaredCode(sites, [['task', 'setup']], isDeclared)
}

/** The code that the task of the scorer of this name reaches, by the same rules. */
export function scorerCode(sites: readonly Site[], scorer: string): Code {
  return declaredCode(sites, [['scores'], [scorer], ['task']])
}

/** What the fields reach to which a way leads through the declaration: of the benchmark, of the object in its field, and so on. */
function declaredCode(
  sites: readonly Site[],
  way: readonly (readonly string[])[],
  isDeclared: (path: string) => boolean = () => false,
): Code {
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
  const { roots, unread, names, omitted } = follow(project, { module: entry, node: spec }, way)
  const enclosing = [...new Set([...roots, ...unread].flatMap(enclosingNames))]
  const wide = [
    ...enclosing.map(name => wideCode(entry.place, `its task depends on \`${name}\` of an enclosing function or block`)),
    ...unread.map(({ module }) => wideCode(module.place, 'not every field of its benchmark is written out')),
  ]
  const isWide = enclosing.length > 0
  const wholes = isWide ? modules : []
  const labelled = [...roots, ...unread.map(field => ({ ...field, label: 'benchmark.(spread)' }))]
  return codeOf(project, { ...start, roots: labelled, touchable: names, wholes, omitted }, isDeclared, wide, isWide)
}

interface Followed {
  readonly roots: (Field & { readonly label: string })[]
  /** What may hold a field on the way, or not. */
  readonly unread: Field[]
  readonly names: Fields['names']
  /** What is written out in the call beside the way. */
  readonly omitted: Omitted
}

function follow(project: Project, spec: Field, way: readonly (readonly string[])[]): Followed {
  const followed: Followed = { roots: [], unread: [], names: [], omitted: { module: spec.module, nodes: new Set() } }
  let found: Followed['roots'] = [{ ...spec, label: 'benchmark' }]
  for (const wanted of way) {
    found = found.flatMap(({ label, ...field }) => {
      const { known, unknown, names } = readFields(project, field, wanted)
      followed.unread.push(...unknown)
      followed.names.push(...names)
      if (field.module === spec.module) for (const node of otherFields(field.node, wanted)) followed.omitted.nodes.add(node)
      return [...known].map(([name, one]) => ({ ...one, label: `${label}.${name}` }))
    })
  }
  followed.roots.push(...found)
  return followed
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

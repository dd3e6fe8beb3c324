// Follows everything that a piece of code reaches: names, what changes them while files are loaded, imports, whole modules.
import { importsOf } from './coarse.ts'
import { type Loaded, loadingOf, modulesFrom } from './loading.ts'
import { type Omitted, isAmong, omittedIn } from './omitted.ts'
import { type Module, type Project, type Target, labelOf, linkExported, linkName } from './project.ts'
import type { Resolved } from './resolve.ts'
import { type Reference, referencesIn } from './scopes.ts'
import type { Source, Unit } from './source.ts'
import { bindingKey, globalKey, packageKey, unitsOf } from './touch.ts'
import type { AnyNode } from './tree.ts'

/** Where to begin. */
export interface Start {
  /** Expressions to which no name leads, and what their parts are called: the `task` of a benchmark. */
  readonly roots: readonly { readonly module: Module; readonly node: AnyNode; readonly label: string }[]
  readonly names: readonly { readonly module: Module; readonly name: string }[]
  /** Names that do not count themselves, but of which every change does. */
  readonly touchable: readonly { readonly module: Module; readonly name: string }[]
  /** Modules of which everything counts. */
  readonly wholes: readonly Module[]
  /** Files that are loaded before anything runs. */
  readonly entries: readonly Module[]
  readonly omitted: Omitted | null
}

/** A node that counts. */
export interface Piece {
  readonly module: Module
  readonly node: AnyNode
  readonly label: string
  readonly unit: Unit | null
  /** What its imported names mean: `name.member=target`. */
  readonly meanings: readonly string[]
  /** It counts because it changes something that does, so that its place in the order matters. */
  isTouching: boolean
}

export interface Reached {
  readonly pieces: ReadonlyMap<AnyNode, Piece>
  /** Modules that count as a whole: data, code that cannot be parsed, namespaces that are used as values. */
  readonly wholes: ReadonlySet<Module>
  /** Versions of packages by name. */
  readonly packages: ReadonlyMap<string, ReadonlySet<string>>
}

interface State {
  readonly project: Project
  readonly omitted: Omitted | null
  readonly pieces: Map<AnyNode, Piece>
  readonly wholes: Set<Module>
  readonly entered: Set<Module>
  readonly packages: Map<string, Set<string>>
  readonly loaded: Set<Module>
  /** What is loaded, by the keys of what it touches. */
  readonly touching: Map<string, Loaded[]>
  readonly keys: Set<string>
  /** Instead of recursion: chains of names are longer than a stack is deep. */
  readonly open: Target[]
}

export function reach(project: Project, { roots, names, touchable, wholes, entries, omitted }: Start): Reached {
  const lists = {
    pieces: new Map(),
    wholes: new Set<Module>(),
    entered: new Set<Module>(),
    packages: new Map(),
    loaded: new Set<Module>(),
  }
  const state: State = { project, omitted, ...lists, touching: new Map(), keys: new Set(), open: [] }
  for (const module of entries) load(state, module)
  reachKey(state, globalKey)
  for (const { module, name } of touchable) reachKey(state, bindingKey(module, name))
  for (const { module, node, label } of roots)
    addPiece(state, { module, node, label, unit: null, meanings: [], isTouching: false })
  for (const module of wholes) state.open.push({ kind: 'whole', module })
  for (const { module, name } of names) state.open.push({ kind: 'binding', module, name })
  for (let target = state.open.pop(); target !== undefined; target = state.open.pop()) reachTarget(state, target)
  return state
}

function reachTarget(state: State, target: Target): void {
  if (target.kind === 'binding') {
    for (const unit of unitsOf(target.module, target.name)) addUnit(state, target.module, unit, false)
    reachKey(state, bindingKey(target.module, target.name))
  }
  if (target.kind === 'whole') reachWhole(state, target.module)
  if (target.kind === 'package') {
    const versions = state.packages.get(target.name) ?? new Set()
    state.packages.set(target.name, versions.add(target.version))
    reachKey(state, packageKey(target.name))
  }
}

function reachWhole(state: State, module: Module): void {
  if (state.wholes.has(module)) return
  state.wholes.add(module)
  enter(state, module)
  reachKey(state, bindingKey(module, '*'))
  const { source } = module
  if (source === null) {
    const specifiers = /\.[cm]?[jt]sx?$/.test(module.path) ? importsOf(module.content) : []
    for (const specifier of specifiers) pushResolved(state, state.project.resolve(specifier, module), specifier)
    return
  }
  for (const unit of source.units) addUnit(state, module, unit, unit.isStatement)
  for (const name of source.exports.keys()) state.open.push(...linkExported(state.project, module, name))
  for (const specifier of source.stars) pushResolved(state, state.project.resolve(specifier, module), specifier)
}

/** Something of the module counts, so what it imports for its effect does too. */
function enter(state: State, module: Module): void {
  if (state.entered.has(module)) return
  state.entered.add(module)
  load(state, module)
  for (const specifier of module.source?.effects ?? []) pushResolved(state, state.project.resolve(specifier, module), specifier)
}

function pushResolved({ project, open }: State, found: Resolved, specifier: string): void {
  if (found.kind === 'file') open.push({ kind: 'whole', module: project.module(found.path) })
  else if (found.kind === 'files')
    open.push(...found.paths.map(path => ({ kind: 'whole', module: project.module(path) }) as const))
  else if (found.kind === 'package') open.push({ ...found, export: '*' })
  else open.push({ kind: found.kind, specifier, export: '*' })
}

/** The module and all that it imports are evaluated. */
function load(state: State, first: Module): void {
  if (state.loaded.has(first)) return
  for (const module of modulesFrom(state.project, first)) {
    if (state.loaded.has(module)) continue
    state.loaded.add(module)
    for (const loaded of loadingOf(state.project, module, state.omitted)) {
      for (const key of loaded.touched) {
        state.touching.set(key, [...(state.touching.get(key) ?? []), loaded])
        if (state.keys.has(key)) addUnit(state, module, loaded.unit, true)
      }
    }
  }
}

function reachKey(state: State, key: string): void {
  if (state.keys.has(key)) return
  state.keys.add(key)
  for (const { module, unit } of state.touching.get(key) ?? []) addUnit(state, module, unit, true)
}

function addUnit(state: State, module: Module, unit: Unit, isTouching: boolean): void {
  const before = state.pieces.get(unit.node)
  if (before === undefined)
    addPiece(state, { module, node: unit.node, label: unit.names.join(','), unit, meanings: [], isTouching })
  else before.isTouching ||= isTouching
}

function addPiece(state: State, piece: Piece): void {
  const { module, node, unit } = piece
  const { source } = module
  if (source === null) return
  state.pieces.set(node, piece)
  enter(state, module)
  for (const name of unit?.names ?? []) state.open.push({ kind: 'binding', module, name })
  const without = omittedIn(state.omitted, module, node).filter(one => one !== node)
  const meanings = new Set<string>()
  for (const name of referencesIn(source.scopes, node)) {
    if (!isAmong(without, name.start)) follow(state, module, source, name, meanings)
  }
  for (const { start, specifier } of source.dynamicImports) {
    if (specifier === null || start < node.start || start >= node.end || isAmong(without, start)) continue
    const found = state.project.resolve(specifier, module)
    meanings.add(`${specifier}=${found.kind === 'file' ? state.project.module(found.path).place : found.kind}`)
    pushResolved(state, found, specifier)
  }
  ;(piece.meanings as string[]).push(...[...meanings].sort())
}

function follow(state: State, module: Module, source: Source, { name, member, scope }: Reference, meanings: Set<string>): void {
  // It may read any name of the module.
  if (scope === null && name === 'eval') state.open.push({ kind: 'whole', module })
  if (scope !== source.scopes.module) return
  const targets = linkName(state.project, module, name, member) ?? []
  state.open.push(...targets)
  if (source.imports.has(name)) meanings.add(`${name}.${member ?? ''}=${targets.map(labelOf).join('|')}`)
}

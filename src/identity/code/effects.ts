// What running a piece of code may change, as far as its syntax tells: names set anew, values changed, functions called.
import { containerMethods, processSetters, pureMethods, quietGlobals, setters } from './methods.ts'
import { type Scopes, type Reference, referencesIn } from './scopes.ts'
import type { Source } from './source.ts'
import { type AnyNode, eachChild, isFunction, memberName, unwrap } from './tree.ts'

/** A call whose callee is, or is read from, a name of the module. */
export interface Call {
  readonly callee: Reference
  /** The method's name; `null` for a call of the name itself, and of a method whose name is computed. */
  readonly method: string | null
  readonly isMethod: boolean
  /** Its result goes nowhere, so its effect is all that it is for. */
  readonly isDiscarded: boolean
  /** Names of the module among what it is given. */
  readonly handed: readonly Reference[]
  /** It is given something by a local name, which may be a part of anything. */
  readonly handsLocals: boolean
}

export interface Effects {
  readonly node: AnyNode
  /** Names that get another value. */
  readonly rebound: Set<string>
  /** Names whose values get other contents. */
  readonly changed: Set<Reference>
  readonly calls: Call[]
  /** Names of the module that are given to a call of anything: if they are functions, they run. */
  readonly given: Set<Reference>
  /** Something is changed by a local name or parameter, so it may be part of anything this code refers to or was given. */
  changesLocals: boolean
  changesGlobals: boolean
}

const known = new WeakMap<AnyNode, { load?: Effects; call?: Effects }>()

/** `load`: what happens when the node is evaluated. `call`: that, and what all functions in it do. */
export function effectsOf(node: AnyNode, source: Source, when: 'load' | 'call'): Effects {
  const memo = known.get(node) ?? {}
  known.set(node, memo)
  return (memo[when] ??= findEffects(node, source, when))
}

function findEffects(node: AnyNode, source: Source, when: 'load' | 'call'): Effects {
  const effects: Effects = {
    node,
    rebound: new Set(),
    changed: new Set(),
    calls: [],
    given: new Set(),
    changesLocals: false,
    changesGlobals: false,
  }
  visit(node, { source, effects, isAll: when === 'call' })
  return effects
}

interface Walk {
  readonly source: Source
  readonly effects: Effects
  /** Functions that are only made here are looked into as well. */
  readonly isAll: boolean
}

function visit(node: AnyNode, walk: Walk, isDiscarded = false): void {
  const children = () => eachChild(node, child => visit(child, walk))
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return walk.isAll ? children() : undefined
    case 'MethodDefinition':
    case 'PropertyDefinition':
      if (node.computed) visit(node.key, walk)
      if (node.value && (walk.isAll || (node.type === 'PropertyDefinition' && node.static))) visit(node.value, walk)
      return
    case 'AssignmentExpression':
      assign(node.left, walk)
      return children()
    case 'UpdateExpression':
      assign(node.argument, walk)
      return children()
    case 'UnaryExpression':
      if (node.operator === 'delete') assign(node.argument, walk)
      return children()
    case 'ForInStatement':
    case 'ForOfStatement':
      if (node.left.type !== 'VariableDeclaration') assign(node.left, walk)
      return children()
    case 'ExpressionStatement':
      return visit(node.expression, walk, true)
    case 'AwaitExpression':
    case 'ChainExpression':
      return visit(node.type === 'AwaitExpression' ? node.argument : node.expression, walk, isDiscarded)
    case 'CallExpression':
    case 'NewExpression':
      return call(node.callee, node.arguments, walk, isDiscarded)
    case 'TaggedTemplateExpression':
      return call(node.tag, node.quasi.expressions, walk, isDiscarded)
    default:
      return children()
  }
}

function assign(target: AnyNode, walk: Walk): void {
  switch (target.type) {
    case 'Identifier': {
      const reference = walk.source.scopes.at.get(target.start)
      if (reference?.scope === null) walk.effects.changesGlobals = true
      else if (reference?.scope === walk.source.scopes.module) walk.effects.rebound.add(target.name)
      return
    }
    case 'ChainExpression':
      return assign(target.expression, walk)
    case 'MemberExpression':
      // How the process will end is no input of the task.
      return memberName(target) === 'exitCode' ? undefined : change(target.object, walk)
    case 'AssignmentPattern':
      return assign(target.left, walk)
    case 'RestElement':
      return assign(target.argument, walk)
    case 'Property':
      return assign(target.value, walk)
    case 'ArrayPattern':
    case 'ObjectPattern':
      return eachChild(target, child => assign(child, walk))
  }
}

/** The value of an expression gets other contents. */
function change(value: AnyNode, walk: Walk): void {
  const { scopes } = walk.source
  const root = rootOf(value)
  const references = root.type === 'Identifier' ? [scopes.at.get(root.start)] : referencesIn(scopes, root)
  for (const reference of references) {
    if (reference === undefined || reference.name === 'this') continue
    if (reference.scope === scopes.module) walk.effects.changed.add(reference)
    else if (reference.scope !== null) walk.effects.changesLocals ||= !isFresh(reference) || unwrap(value) !== root
    else if (root.type === 'Identifier' && !quietGlobals.has(reference.name)) walk.effects.changesGlobals = true
  }
}

function rootOf(node: AnyNode): AnyNode {
  const inner = unwrap(node)
  return inner.type === 'MemberExpression' ? rootOf(inner.object) : inner
}

/** Made on the spot, so that it is part of nothing else. */
function isFresh({ scope, name }: Reference): boolean {
  const value = scope?.names.get(name)?.value
  return value !== null && value !== undefined && freshTypes.has(value.type)
}

const freshTypes = new Set(['ArrayExpression', 'ObjectExpression', 'NewExpression', 'Literal', 'TemplateLiteral'])

function call(callee: AnyNode, given: readonly AnyNode[], walk: Walk, isDiscarded: boolean): void {
  const { source, effects } = walk
  const { scopes } = source
  const target = unwrap(callee)
  const isMethod = target.type === 'MemberExpression'
  const method = memberName(target)
  const root = rootOf(target)
  const reference = root.type === 'Identifier' ? scopes.at.get(root.start) : undefined
  const handed = given.flatMap(argument => outside(argument, scopes))
  const handsLocals = given.some(argument => outside(argument, scopes, 'locals').some(one => !isFresh(one)))
  if (reference?.scope === scopes.module) {
    effects.calls.push({ callee: reference, method, isMethod, isDiscarded, handed, handsLocals })
  } else if (reference?.scope === null) {
    const isSetter = isMethod && method !== null && setters.has(method) && given[0] !== undefined
    if (isSetter) change(given[0] as AnyNode, walk)
    else if (reference.name === 'process' && method !== null && processSetters.has(method)) effects.changesGlobals = true
  } else if (!isFunction(root)) {
    const isQuiet = isMethod && method !== null && pureMethods.has(method)
    if (isMethod && !isQuiet) changeByMethod(target.object, method, walk, isDiscarded)
    const isKnown = !isMethod && reference !== undefined && isFunction(reference.scope?.names.get(reference.name)?.value)
    if (!isQuiet && !isKnown && !containerMethods.has(method ?? '')) {
      for (const one of handed) effects.changed.add(one)
      if (handsLocals) effects.changesLocals = true
    }
  }
  // A function that is called on the spot, or given to a call, runs; Assay calls none while a file is loaded.
  const isOurs = reference !== undefined && source.imports.get(reference.name)?.specifier === 'assay'
  const inner = isOurs ? walk : { ...walk, isAll: true }
  if (!isOurs) for (const one of handed) effects.given.add(one)
  visit(target, isFunction(target) ? inner : walk)
  for (const argument of given) visit(argument, inner)
}

/** Of what a call returned, the names in that call are called the same way: `z.object().strict()`. */
function changeByMethod(value: AnyNode, method: string | null, walk: Walk, isDiscarded: boolean): void {
  const root = rootOf(value)
  if (root.type !== 'CallExpression' && root.type !== 'NewExpression') return change(value, walk)
  for (const callee of referencesIn(walk.source.scopes, root)) {
    if (callee.scope === walk.source.scopes.module)
      walk.effects.calls.push({ callee, method, isMethod: true, isDiscarded, handed: [], handsLocals: false })
    else if (isLocal(callee, walk.source.scopes)) walk.effects.changesLocals ||= !isFresh(callee)
  }
}

/** Names in an expression that is given away, without those inside functions; names of the module, or local ones. */
function outside(node: AnyNode, scopes: Scopes, which: 'module' | 'locals' = 'module'): Reference[] {
  if (isFunction(node)) return []
  if (node.type === 'Identifier') {
    const reference = scopes.at.get(node.start)
    const isWanted =
      reference !== undefined && (which === 'module' ? reference.scope === scopes.module : isLocal(reference, scopes))
    return isWanted ? [reference] : []
  }
  const found: Reference[] = []
  eachChild(node, child => found.push(...outside(child, scopes, which)))
  return found
}

function isLocal({ scope }: Reference, scopes: Scopes): boolean {
  return scope !== null && scope !== scopes.module
}

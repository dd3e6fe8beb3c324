// Tells which binding every name in a module means: one of the module, one of a function or block in it, or none of its own.
import type { Pattern } from 'acorn'
import { type AnyNode, eachChild, isFunction, memberName } from './tree.ts'

/** A stretch of code with names of its own. `this` and `arguments` are names of the functions that have them. */
export interface Scope {
  readonly start: number
  readonly end: number
  readonly parent: Scope | null
  /** Where `var` goes. */
  readonly isFunction: boolean
  readonly names: Map<string, Declared>
}

export interface Declared {
  /** Every place that declares the name. */
  readonly places: number[]
  /** What it is, where its one declaration says so: a `const`, a function, a class. */
  readonly value: AnyNode | null
}

/** One use of a name. */
export interface Reference {
  readonly name: string
  readonly start: number
  /** The property that is read from it, where it is written out: `b` of `a.b`. */
  readonly member: string | null
  /** Where it is bound; `null` for a name that the module does not bind. */
  readonly scope: Scope | null
}

export interface Scopes {
  readonly module: Scope
  /** In source order. */
  readonly references: readonly Reference[]
  /** References by their place. */
  readonly at: ReadonlyMap<number, Reference>
}

export function findScopes(program: AnyNode): Scopes {
  const module = open(program, null, true)
  const found: Found[] = []
  eachChild(program, child => visit(child, module, found))
  const references = found.map(({ name, start, member, from }) => ({ name, start, member, scope: lookUp(name, from) }))
  references.sort((a, b) => a.start - b.start)
  return { module, references, at: new Map(references.map(reference => [reference.start, reference])) }
}

/** The references inside a node. */
export function referencesIn(
  { references }: Scopes,
  { start, end }: { readonly start: number; readonly end: number },
): Reference[] {
  let low = 0
  for (let high = references.length; low < high; ) {
    const middle = (low + high) >> 1
    if ((references[middle] as Reference).start < start) low = middle + 1
    else high = middle
  }
  const inside: Reference[] = []
  for (let i = low; i < references.length && (references[i] as Reference).start < end; i++)
    inside.push(references[i] as Reference)
  return inside
}

type Found = Omit<Reference, 'scope'> & { readonly from: Scope }

function open({ start, end }: AnyNode, parent: Scope | null, isFunction = false): Scope {
  return { start, end, parent, isFunction, names: new Map() }
}

function lookUp(name: string, from: Scope): Scope | null {
  for (let scope: Scope | null = from; scope !== null; scope = scope.parent) if (scope.names.has(name)) return scope
  return null
}

function declare(scope: Scope, name: string, place: number, value: AnyNode | null = null): void {
  const before = scope.names.get(name)
  scope.names.set(name, { places: [...(before?.places ?? []), place], value: before === undefined ? value : null })
}

function visit(node: AnyNode, scope: Scope, found: Found[], member: string | null = null): void {
  const children = (inner: Scope) => eachChild(node, child => visit(child, inner, found))
  switch (node.type) {
    case 'Identifier':
      return void found.push({ name: node.name, start: node.start, member, from: scope })
    case 'ThisExpression':
    case 'Super':
      return void found.push({ name: 'this', start: node.start, member, from: scope })
    case 'MetaProperty':
      if (node.meta.name === 'new') found.push({ name: 'this', start: node.start, member, from: scope })
      return
    case 'MemberExpression':
      visit(node.object, scope, found, memberName(node))
      if (node.computed) visit(node.property, scope, found)
      return
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
      if (node.computed) visit(node.key, scope, found)
      if (node.value) visit(node.value, scope, found)
      return
    case 'LabeledStatement':
      return visit(node.body, scope, found)
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'ExportAllDeclaration':
      return
    case 'ImportDeclaration':
      for (const { local } of node.specifiers) declare(scope, local.name, local.start)
      return
    case 'ExportNamedDeclaration':
      if (node.declaration) visit(node.declaration, scope, found)
      return
    case 'VariableDeclaration': {
      const target = node.kind === 'var' ? functionOf(scope) : scope
      for (const { id, init } of node.declarations) {
        declarePattern(id, target, scope, found, node.kind === 'const' && id.type === 'Identifier' ? (init ?? null) : null)
        if (init) visit(init, scope, found)
      }
      return
    }
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return visitFunction(node, scope, found)
    case 'ClassDeclaration':
    case 'ClassExpression':
      return visitClass(node, scope, found)
    case 'CatchClause': {
      const inner = open(node, scope)
      if (node.param) declarePattern(node.param, inner, inner, found)
      return visit(node.body, inner, found)
    }
    case 'SwitchStatement': {
      visit(node.discriminant, scope, found)
      const inner = open(node, scope)
      for (const one of node.cases) visit(one, inner, found)
      return
    }
    case 'BlockStatement':
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
      return children(open(node, scope))
    case 'StaticBlock':
      return children(open(node, scope, true))
    default:
      return children(scope)
  }
}

function functionOf(scope: Scope): Scope {
  return scope.isFunction || scope.parent === null ? scope : functionOf(scope.parent)
}

/** Parameters and body are two scopes: the default of a parameter does not see what the body declares. */
function visitFunction(node: AnyNode, scope: Scope, found: Found[]): void {
  if (!isFunction(node) || !('params' in node)) return
  let around = scope
  if (node.type === 'FunctionDeclaration' && node.id) declare(scope, node.id.name, node.id.start, node)
  else if (node.id) {
    around = open(node, scope)
    declare(around, node.id.name, node.id.start, node)
  }
  const parameters = open(node, around, true)
  if (node.type !== 'ArrowFunctionExpression') for (const name of ['this', 'arguments']) declare(parameters, name, node.start)
  for (const parameter of node.params) declarePattern(parameter, parameters, parameters, found)
  if (node.body.type !== 'BlockStatement') return visit(node.body, parameters, found)
  const body = open(node.body, parameters, true)
  for (const statement of node.body.body) visit(statement, body, found)
}

function visitClass(
  node: AnyNode & { readonly type: 'ClassDeclaration' | 'ClassExpression' },
  scope: Scope,
  found: Found[],
): void {
  if (node.type === 'ClassDeclaration' && node.id) declare(scope, node.id.name, node.id.start, node)
  const around = open(node, scope)
  if (node.type === 'ClassExpression' && node.id) declare(around, node.id.name, node.id.start, node)
  if (node.superClass) visit(node.superClass, around, found)
  const body = open(node.body, around, true)
  declare(body, 'this', node.start)
  for (const member of node.body.body) visit(member, body, found)
}

/** Declares the names of a pattern; defaults and computed keys in it are code like any other. */
function declarePattern(pattern: Pattern, target: Scope, scope: Scope, found: Found[], value: AnyNode | null = null): void {
  switch (pattern.type) {
    case 'Identifier':
      return declare(target, pattern.name, pattern.start, value)
    case 'AssignmentPattern':
      declarePattern(pattern.left, target, scope, found)
      return visit(pattern.right, scope, found)
    case 'RestElement':
      return declarePattern(pattern.argument, target, scope, found)
    case 'ArrayPattern':
      for (const element of pattern.elements) if (element) declarePattern(element, target, scope, found)
      return
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        if (property.type === 'RestElement') declarePattern(property.argument, target, scope, found)
        else {
          if (property.computed) visit(property.key, scope, found)
          declarePattern(property.value, target, scope, found)
        }
      }
      return
    default:
      return visit(pattern, scope, found)
  }
}

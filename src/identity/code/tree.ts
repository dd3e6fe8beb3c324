// What every reader of a syntax tree shares: its children in source order, names of keys, texts that are written out.
import type { AnyNode, Node } from 'acorn'

export type { AnyNode } from 'acorn'

/** A function or arrow function in any position, declared or not. */
export function isFunction(node: AnyNode | null | undefined): node is AnyNode & { readonly type: `${string}Function${string}` } {
  const type = node?.type
  return type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression'
}

/** Calls `visit` with every direct child, in the order in which acorn writes them. */
export function eachChild(node: AnyNode, visit: (child: AnyNode) => void): void {
  for (const value of Object.values(node) as unknown[]) {
    if (Array.isArray(value)) {
      for (const child of value) if (isNode(child)) visit(child)
    } else if (isNode(value)) visit(value)
  }
}

/** Calls `visit` with the node and all below it, parents before their children; returns how deep the tree is. */
export function walk(root: AnyNode, visit: (node: AnyNode) => void): number {
  let deepest = 0
  // A list instead of recursion: a tree may be deeper than the stack.
  const open: { readonly node: AnyNode; readonly depth: number }[] = [{ node: root, depth: 1 }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const depth = next.depth + 1
    deepest = Math.max(deepest, next.depth)
    visit(next.node)
    eachChild(next.node, node => open.push({ node, depth }))
  }
  return deepest
}

export function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Node>).type === 'string'
}

/** The name that a key of an object, class or member expression has whatever runs; `null` for one that is computed. */
export function keyName(key: AnyNode, isComputed: boolean): string | null {
  if (key.type === 'Identifier' && !isComputed) return key.name
  if (key.type === 'Literal') return String(key.value)
  return isComputed ? textOf(key) : null
}

/** The property that a member expression reads, where it is written out. */
export function memberName(node: AnyNode): string | null {
  return node.type === 'MemberExpression' ? keyName(node.property, node.computed) : null
}

/** The text that a node writes out: a literal, or a template without expressions. */
export function textOf(node: AnyNode | null | undefined): string | null {
  if (node?.type === 'Literal') return typeof node.value === 'string' ? node.value : null
  if (node?.type !== 'TemplateLiteral' || node.expressions.length > 0) return null
  return node.quasis[0]?.value.cooked ?? null
}

/** Without the wrappers that change nothing about whose value it is: `a?.b`, `await a`. */
export function unwrap(node: AnyNode): AnyNode {
  if (node.type === 'ChainExpression') return unwrap(node.expression)
  return node.type === 'AwaitExpression' ? unwrap(node.argument) : node
}

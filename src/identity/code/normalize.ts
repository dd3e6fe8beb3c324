// One text for all ways to write the same code: comments, white space, quotes, semicolons and parentheses leave no trace.
import { type AnyNode, isNode, keyName } from './tree.ts'

/**
 * The code of a node as text that is equal for equal trees and different for different ones. Nodes in `without` are left out.
 * Types are no part of it: they are stripped before a tree is made.
 */
export function normalize(node: AnyNode, without: ReadonlySet<AnyNode> = new Set()): string {
  if (without.has(node)) return '…'
  switch (node.type) {
    case 'Identifier':
      return `${node.name} `
    case 'Literal':
      return literal(node)
    case 'TemplateElement':
      return JSON.stringify(node.value.cooked)
    case 'ParenthesizedExpression':
      return normalize(node.expression, without)
  }
  // A tag sees the text as it was typed too: String.raw`\n`.
  let text = node.type === 'TaggedTemplateExpression' ? JSON.stringify(node.quasi.quasis.map(({ value }) => value.raw)) : ''
  text += `${node.type}(`
  for (const field of fieldsOf(node)) {
    const value = (node as unknown as Record<string, unknown>)[field]
    // Absent, null and false say the same of a tree; which of them the parser writes depends on how it got there.
    if (value === false || value === null || value === undefined) continue
    if (field === 'key' && isNode(value)) text += `key:${key(node, value, without)};`
    else if (Array.isArray(value)) text += `${field}:[${list(value, without)}];`
    else if (isNode(value)) text += `${field}:${normalize(value, without)};`
    // Of an arrow function it only repeats what its body is.
    else if (field !== 'expression') text += `${field}:${JSON.stringify(value)};`
  }
  return `${text})`
}

/** Where a node stands, how its text was typed, and what repeats other fields. */
const left = new Set(['type', 'start', 'end', 'raw', 'shorthand'])

const known = new Map<string, { readonly all: Set<string>; sorted: readonly string[] }>()

/** The fields of all nodes of this type so far, in order: the parser writes them in different orders. */
function fieldsOf(node: AnyNode): readonly string[] {
  const fields = known.get(node.type) ?? { all: new Set(), sorted: [] }
  const before = fields.all.size
  for (const field in node) fields.all.add(field)
  if (fields.all.size > before) {
    fields.sorted = [...fields.all].filter(field => !left.has(field)).sort()
    known.set(node.type, fields)
  }
  return fields.sorted
}

/** `{ a: 1 }` and `{ 'a': 1 }` are the same, `{ [a]: 1 }` is not. What is short for `__proto__: __proto__` sets no prototype. */
function key(node: AnyNode, value: AnyNode, without: ReadonlySet<AnyNode>): string {
  const name = 'computed' in node && node.computed ? null : keyName(value, false)
  if (name === null) return normalize(value, without)
  return `${JSON.stringify(name)}${name === '__proto__' && 'shorthand' in node && node.shorthand ? 'short' : ''}`
}

function list(nodes: readonly unknown[], without: ReadonlySet<AnyNode>): string {
  let text = ''
  for (const node of nodes) {
    if (!isNode(node)) text += 'hole,'
    else if (node.type !== 'EmptyStatement') text += `${normalize(node, without)},`
  }
  return text
}

function literal(node: AnyNode & { readonly type: 'Literal' }): string {
  if (node.regex !== undefined && node.regex !== null) return `/${node.regex.pattern}/${node.regex.flags} `
  if (typeof node.bigint === 'string') return `${node.bigint}n `
  return typeof node.value === 'number' ? `${node.value} ` : JSON.stringify(node.value)
}

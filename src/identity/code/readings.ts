// Finds, by spelling, what a module may read besides what it imports: modules by `import()` and `require`, files, the environment.
import type { Scopes } from './scopes.ts'
import { type AnyNode, memberName, textOf, unwrap, walk } from './tree.ts'

/** `import('…')` or `require('…')`; without a specifier where it is computed. */
export interface DynamicImport {
  readonly start: number
  readonly specifier: string | null
}

export interface Readings {
  readonly dynamicImports: readonly DynamicImport[]
  /** Calls of functions that read files, and names that may mean the environment; outer nodes before inner ones. */
  readonly readings: readonly AnyNode[]
}

/** What the tree's nodes alone tell; `depth` is how deep they are nested. Which calls are imports, `dynamicImportsIn` finds out. */
export interface Spelled {
  readonly depth: number
  readonly readings: readonly AnyNode[]
  readonly calls: readonly AnyNode[]
}

export function findReadings(program: AnyNode): Spelled {
  const calls: AnyNode[] = []
  const readings = new Set<AnyNode>()
  const inner = new Set<AnyNode>()
  const depth = walk(program, node => {
    if (node.type === 'ImportExpression') calls.push(node)
    if (node.type === 'CallExpression' || node.type === 'NewExpression') {
      calls.push(node)
      if (readers.has(lastName(node.callee))) readings.add(node)
    } else if (node.type === 'MemberExpression' && environment.has(lastName(unwrap(node.object)))) {
      readings.add(node)
      inner.add(unwrap(node.object))
    } else if (environment.has(lastName(node)) && !inner.has(node)) readings.add(node)
  })
  return { depth, readings: [...readings], calls }
}

export function dynamicImportsIn(calls: readonly AnyNode[], scopes: Scopes): DynamicImport[] {
  return calls.flatMap(node => {
    if (node.type === 'ImportExpression') return { start: node.start, specifier: textOf(node.source) }
    const isImport = node.type === 'CallExpression' && node.arguments.length > 0 && isRequire(node.callee, scopes)
    return isImport ? { start: node.start, specifier: textOf(node.arguments[0]) } : []
  })
}

/** The name that an expression ends with: `b` of `b` and of `a.b`. */
function lastName(node: AnyNode): string {
  return node.type === 'Identifier' ? node.name : (memberName(node) ?? '')
}

/** Functions that read a file whose path is their first argument, and what makes the address of one. */
const readers = new Set([
  'readFile',
  'readFileSync',
  'createReadStream',
  'openAsBlob',
  'readdir',
  'readdirSync',
  'jsonl',
  'csv',
  'URL',
])

const environment = new Set(['env', 'argv'])

/** `require(…)`, `require.resolve(…)`, and the same of what `createRequire` made. */
function isRequire(callee: AnyNode, scopes: Scopes): boolean {
  if (callee.type === 'MemberExpression') return memberName(callee) === 'resolve' && isRequire(callee.object, scopes)
  if (callee.type === 'CallExpression') return callee.callee.type === 'Identifier' && callee.callee.name === 'createRequire'
  if (callee.type !== 'Identifier') return false
  if (callee.name === 'require') return true
  const value = scopes.at.get(callee.start)?.scope?.names.get(callee.name)?.value
  return value?.type === 'CallExpression' && isRequire(value, scopes)
}

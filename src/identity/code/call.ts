// Finds a call in a file: the one at a call site, or the one that declares the file's benchmark.
import { placeOf } from './parse.ts'
import { type Module, type Project, linkName } from './project.ts'
import type { Source } from './source.ts'
import { type AnyNode, memberName, unwrap, walk } from './tree.ts'

/** Where a function was called, as `util.getCallSites` tells it: a path; line and column from 1, `null` where only the file is known. */
export interface Site {
  readonly file: string
  readonly line: number | null
  readonly column: number | null
}

export type CallNode = AnyNode & { readonly type: 'CallExpression' }

/** The call at a site: the innermost one whose callee stands there. */
export function callAt({ program, text }: Source, { line, column }: Site): CallNode | null {
  if (line === null || column === null) return null
  const place = placeOf(text, line, column)
  let found: CallNode | null = null
  walk(program, node => {
    if (node.type === 'CallExpression' && place >= node.callee.start && place < node.callee.end) found = node
  })
  return found
}

/** Whether it calls the function `benchmark` of Assay, under whatever name it was imported. */
export function isBenchmarkCall(project: Project, module: Module, { callee }: CallNode): boolean {
  const target = unwrap(callee)
  const root = target.type === 'MemberExpression' ? target.object : target
  if (root.type !== 'Identifier' || module.source?.scopes.at.get(root.start)?.scope !== module.source?.scopes.module) return false
  const found = linkName(project, module, root.name, memberName(target))?.[0]
  return found?.kind === 'assay' && found.export === 'benchmark'
}

/** The only benchmark that the module declares, else the one in its default export. */
export function declaringCall(project: Project, module: Module): CallNode | null {
  const { source } = module
  if (source === null) return null
  const calls: CallNode[] = []
  walk(source.program, node => {
    if (node.type === 'CallExpression' && isBenchmarkCall(project, module, node)) calls.push(node)
  })
  const [first, second] = calls
  if (first === undefined || second === undefined) return first ?? null
  const name = source.exports.get('default')
  const unit = source.units.find(({ names }) => typeof name === 'string' && names.includes(name))
  const exported = calls.filter(({ start, end }) => unit !== undefined && start >= unit.node.start && end <= unit.node.end)
  return exported.length === 1 ? (exported[0] ?? null) : null
}

// Code that counts nowhere: the fields of the benchmark that its task does not see.
import type { Module } from './project.ts'
import type { AnyNode } from './tree.ts'

export interface Omitted {
  readonly module: Module
  readonly nodes: Set<AnyNode>
}

/** The omitted nodes inside a node, which may be none. */
export function omittedIn(omitted: Omitted | null, module: Module, node: AnyNode): readonly AnyNode[] {
  if (omitted?.module !== module) return []
  return [...omitted.nodes].filter(({ start, end }) => start >= node.start && end <= node.end)
}

/** Whether a place lies in one of these nodes. */
export function isAmong(nodes: readonly AnyNode[], place: number): boolean {
  return nodes.some(({ start, end }) => place >= start && place < end)
}

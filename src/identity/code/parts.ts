// The digest of everything that is reached, part by part, so that two identities can be told apart by name.
import { digest } from '../digest.ts'
import { normalize } from './normalize.ts'
import { type Omitted, omittedIn } from './omitted.ts'
import { type Module, type Project, labelOf, linkExported } from './project.ts'
import type { Piece, Reached } from './reach.ts'
import type { AnyNode } from './tree.ts'

/**
 * Sorted by key. `lib/helper.ts#helper` and `words.json`: digests of code and data; `package zod`: its version. In brackets, of a
 * module: `(exports)` where all of it is used as a value, `(loading)` what changes a reached value while files are loaded.
 */
export type Parts = Readonly<Record<string, string>>

export function partsOf(project: Project, { pieces, wholes, packages }: Reached, omitted: Omitted | null): Parts {
  const texts = new Map<string, unknown[]>()
  const add = (key: string, text: unknown) => texts.set(key, [...(texts.get(key) ?? []), text])
  const inOrder = [...pieces.values()].sort((a, b) => a.node.start - b.node.start)
  const changing = new Set(inOrder.filter(({ isTouching }) => isTouching).map(({ module }) => module))
  for (const piece of inOrder) {
    const { module, label, unit, isTouching } = piece
    const text = [unit?.prefix ?? '', textOf(piece, omitted), ...piece.meanings]
    if (label !== '') add(`${module.place}#${label}`, text)
    // Where something changes values, when it does so counts: before or after another value is made of them.
    const hasOrder = unit !== null && !unit.isCallable && changing.has(module)
    if (hasOrder || isTouching) add(`${module.place}#(loading)`, isTouching ? text : label)
  }
  for (const module of wholes) {
    if (module.source === null) add(module.place, module.content)
    else add(`${module.place}#(exports)`, exportsOf(project, module))
  }
  const parts = [...texts].map(([key, text]) => [key, digest(text)] as const)
  const versions = [...packages].map(([name, found]) => [`package ${name}`, [...found].sort().join(', ')] as const)
  return Object.fromEntries([...parts, ...versions].sort(([a], [b]) => (a < b ? -1 : 1)))
}

const known = new WeakMap<AnyNode, string>()

function textOf({ module, node }: Piece, omitted: Omitted | null): string {
  const without = omittedIn(omitted, module, node).filter(one => one !== node)
  if (without.length > 0) return normalize(node, new Set(without))
  const text = known.get(node) ?? normalize(node)
  known.set(node, text)
  return text
}

function exportsOf(project: Project, module: Module): string[] {
  const { exports, stars } = module.source ?? { exports: new Map<string, unknown>(), stars: [] }
  const named = [...exports.keys()].map(name => `${name}=${linkExported(project, module, name).map(labelOf).join('|')}`)
  return [...named, ...stars.map(specifier => `* ${specifier}`)].sort()
}

// Finds what reached code reads that no identity holds: files by a path that is written out, the environment, computed imports.
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Omitted, isAmong, omittedIn } from './omitted.ts'
import { lineOf } from './parse.ts'
import { type Module, type Project, linkName } from './project.ts'
import type { Piece } from './reach.ts'
import { type AnyNode, memberName, textOf, unwrap } from './tree.ts'

/** One read: where the code is, `lib/helper.ts:12`, and what it reads: a path from the working directory, `process.env.KEY` … */
export interface Input {
  readonly place: string
  readonly reads: string
}

/** What the pieces read and `isDeclared` does not know, by absolute path; each once for each place. */
export function findInputs(
  project: Project,
  pieces: Iterable<Piece>,
  omitted: Omitted | null,
  isDeclared: (path: string) => boolean,
): Input[] {
  const found = new Map<string, Input>()
  for (const { module, node } of pieces) {
    const { source } = module
    if (source === null) continue
    const without = omittedIn(omitted, module, node).filter(one => one !== node)
    const add = (at: number, reads: string) => {
      const place = `${module.place}:${lineOf(source.text, at)}`
      if (!isAmong(without, at)) found.set(`${place} ${reads}`, { place, reads })
    }
    for (const reading of source.readings) {
      if (reading.start < node.start || reading.end > node.end) continue
      const path = pathRead(reading, module)
      if (path !== null && !isDeclared(path)) add(reading.start, relative(process.cwd(), path).replaceAll(sep, '/'))
      const variable = environmentRead(reading, project, module)
      if (variable !== null) add(reading.start, variable)
    }
    for (const { start, specifier } of source.dynamicImports) {
      if (specifier === null && start >= node.start && start < node.end) add(start, 'an import whose name is computed')
    }
  }
  const order = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true })
  return [...found.values()].sort((a, b) => order(a.place, b.place) || order(a.reads, b.reads))
}

/** The absolute path that a call reads, or that `new URL('…', import.meta.url)` names. */
function pathRead(node: AnyNode, module: Module): string | null {
  if (node.type === 'NewExpression') return fileOf(evaluate(node, module, 8))
  if (node.type !== 'CallExpression') return null
  const text = evaluate(node.arguments[0], module, 8)
  return fileOf(text) ?? (text === null ? null : resolve(text))
}

function fileOf(text: string | null): string | null {
  return text?.startsWith('file:') ? fileURLToPath(text) : null
}

/** The text that an expression has in every run, as far as that can be read; `depth` ends what refers to itself. */
function evaluate(node: AnyNode | undefined, module: Module, depth: number): string | null {
  if (node === undefined || depth === 0) return null
  const inner = (one: AnyNode | undefined) => evaluate(one, module, depth - 1)
  switch (node.type) {
    case 'Identifier': {
      if (node.name === '__dirname') return dirname(module.path)
      if (node.name === '__filename') return module.path
      const value = module.source?.scopes.at.get(node.start)?.scope?.names.get(node.name)?.value
      return value ? inner(value) : null
    }
    case 'MemberExpression': {
      if (node.object.type !== 'MetaProperty') return memberName(node) === 'href' ? inner(node.object) : null
      const values = { dirname: dirname(module.path), filename: module.path, url: pathToFileURL(module.path).href }
      return values[memberName(node) as keyof typeof values] ?? null
    }
    case 'TemplateLiteral': {
      const values = node.expressions.map(inner)
      return values.includes(null) ? null : node.quasis.map(({ value }, i) => `${value.cooked}${values[i] ?? ''}`).join('')
    }
    case 'BinaryExpression': {
      const values = [inner(node.left), inner(node.right)]
      return node.operator !== '+' || values.includes(null) ? null : values.join('')
    }
    case 'NewExpression':
    case 'CallExpression': {
      const name = node.callee.type === 'Identifier' ? node.callee.name : memberName(node.callee)
      const values = node.arguments.map(inner)
      return values.includes(null) ? null : compute(name, values as string[])
    }
    default:
      return textOf(node)
  }
}

function compute(name: string | null, [first = '', ...others]: string[]): string | null {
  if (name === 'join') return join(first, ...others)
  if (name === 'resolve') return resolve(first, ...others)
  const isUrl = name === 'URL' && URL.canParse(first, others[0]) && new URL(first, others[0]).protocol === 'file:'
  if (isUrl) return new URL(first, others[0]).href
  return name === 'fileURLToPath' && first.startsWith('file:') ? fileURLToPath(first) : null
}

/** `process.env.KEY`, `process.env`, `process.argv`, and the same of names imported from `process`. */
function environmentRead(node: AnyNode, project: Project, module: Module): string | null {
  const whole = environmentName(node, project, module)
  if (whole !== null) return whole
  if (node.type !== 'MemberExpression' || environmentName(node.object, project, module) !== 'process.env') return null
  return memberName(node) === null ? 'process.env' : `process.env.${memberName(node)}`
}

function environmentName(node: AnyNode, project: Project, module: Module): string | null {
  const value = unwrap(node)
  const root = value.type === 'MemberExpression' ? value.object : value
  if (root.type !== 'Identifier') return null
  const reference = module.source?.scopes.at.get(root.start)
  if (reference === undefined) return null
  const member = value.type === 'MemberExpression' ? memberName(value) : null
  const isGlobal = reference.scope === null && root.name === 'process'
  const target = reference.scope === module.source?.scopes.module ? linkName(project, module, root.name, null)?.[0] : undefined
  const isImported = target?.kind === 'builtin' && /^(?:node:)?process$/.test(target.specifier)
  const isProcess = isGlobal || (isImported && /^(?:\*|default)$/.test(target.export))
  const name = isProcess ? member : isImported && member === null ? target.export : null
  return name === 'env' || name === 'argv' ? `process.${name}` : null
}

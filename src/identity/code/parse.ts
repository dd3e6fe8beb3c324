// Source text to syntax tree: types stripped as Node strips them, so that places stay, then parsed.
import { createRequire, stripTypeScriptTypes } from 'node:module'
import type { AnyNode } from './tree.ts'

export interface Tree {
  readonly program: AnyNode & { readonly type: 'Program' }
  /** The source without its types, as long as the source. */
  readonly text: string
}

/** `null` for what is not JavaScript or TypeScript that Node can run: JSX, decorators, `enum`, a mistake. */
export function parse(source: string, isTypeScript: boolean): Tree | null {
  const text = isTypeScript ? stripTypes(source) : source
  if (text === null) return null
  const program = parseAs('module', text) ?? parseAs('script', text)
  return program === null ? null : { program, text }
}

/** The line of a place, from 1. */
export function lineOf(text: string, place: number): number {
  let line = 1
  for (let i = text.indexOf('\n'); i !== -1 && i < place; i = text.indexOf('\n', i + 1)) line++
  return line
}

/** The place that a call site names: its line and column, from 1. */
export function placeOf(text: string, line: number, column: number): number {
  let start = 0
  for (let i = 1; i < line; i++) start = text.indexOf('\n', start) + 1
  return start + column - 1
}

function stripTypes(source: string): string | null {
  const { emitWarning } = process
  // Node says once that the function is experimental, on behalf of somebody who did not call it.
  process.emitWarning = () => {}
  try {
    return stripTypeScriptTypes(source)
  } catch {
    return null
  } finally {
    process.emitWarning = emitWarning
  }
}

/** The parser is loaded when the first file is parsed. */
let acorn: typeof import('acorn') | undefined

function parseAs(sourceType: 'module' | 'script', text: string): Tree['program'] | null {
  acorn ??= createRequire(import.meta.url)('acorn') as typeof import('acorn')
  try {
    const options = { ecmaVersion: 'latest', sourceType, allowReturnOutsideFunction: sourceType === 'script' } as const
    return acorn.parse(text, options)
  } catch {
    return null
  }
}

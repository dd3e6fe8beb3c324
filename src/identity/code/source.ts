// A parsed module as plain facts: what it declares piece by piece, what it imports and exports. Parsed once for each content.
import { hash } from 'node:crypto'
import { type Tree, parse } from './parse.ts'
import { type Readings, dynamicImportsIn, findReadings } from './readings.ts'
import { type Scopes, findScopes } from './scopes.ts'
import { type AnyNode, isFunction, textOf, unwrap } from './tree.ts'

/** A top-level declaration (one name, or one pattern) or another top-level statement. */
export interface Unit {
  readonly node: AnyNode
  /** `const`, `let`, `var`, or nothing. */
  readonly prefix: string
  /** What it binds in the module; `*default*` for a default export without a name. */
  readonly names: readonly string[]
  /** A function or class that its name always means: calling it runs code that can be read here. */
  readonly isCallable: boolean
  readonly isStatement: boolean
}

/** A name of another module: its own name there, or `*` for all of it. */
export interface Import {
  readonly specifier: string
  readonly name: string
}

export interface Source extends Tree, Readings {
  readonly scopes: Scopes
  /** In source order. */
  readonly units: readonly Unit[]
  /** Units by the names that they bind. */
  readonly bound: ReadonlyMap<string, readonly Unit[]>
  readonly imports: ReadonlyMap<string, Import>
  /** By exported name: a name of this module, or of another. */
  readonly exports: ReadonlyMap<string, string | Import>
  /** Modules of `export * from`. */
  readonly stars: readonly string[]
  /** Modules that are imported for their effect alone. */
  readonly effects: readonly string[]
  /** Every module that is evaluated before this one. */
  readonly specifiers: readonly string[]
  /** CommonJS: its exports are known only when it runs, so it counts as a whole. */
  readonly isCommonJs: boolean
}

const known = new Map<string, Source | null>()

/** Deeper trees count by their content: they could be deeper than the stack, which is not the same in every place. */
const deepest = 500

/** `null` for what cannot be parsed. `path` tells the language. */
export function readSource(content: string, path: string): Source | null {
  const isTypeScript = /\.[cm]?tsx?$/.test(path)
  const key = `${isTypeScript ? 'ts' : 'js'} ${hash('sha256', content)}`
  let source = known.get(key)
  if (source === undefined) {
    const tree = parse(content, isTypeScript)
    source = tree === null ? null : describe(tree, content)
    known.set(key, source)
  }
  return source
}

/** While it is filled. */
interface Draft {
  readonly units: Unit[]
  readonly imports: Map<string, Import>
  readonly exports: Map<string, string | Import>
  readonly stars: string[]
  readonly effects: string[]
  readonly specifiers: string[]
}

function describe(tree: Tree, content: string): Source | null {
  const { depth, readings, calls } = findReadings(tree.program)
  if (depth > deepest) return null
  const scopes = findScopes(tree.program)
  const draft: Draft = { units: [], imports: new Map(), exports: new Map(), stars: [], effects: [], specifiers: [] }
  for (const statement of tree.program.body) addStatement(draft, statement, scopes, content)
  const isModule = tree.program.body.some(({ type }) => /^(?:Import|Export)/.test(type))
  const isCommonJs = !isModule && scopes.references.some(({ name, scope }) => scope === null && commonJsNames.has(name))
  const bound = new Map<string, Unit[]>()
  for (const unit of draft.units) for (const name of unit.names) bound.set(name, [...(bound.get(name) ?? []), unit])
  return { ...tree, ...draft, bound, scopes, readings, dynamicImports: dynamicImportsIn(calls, scopes), isCommonJs }
}

const commonJsNames = new Set(['require', 'module', 'exports'])

function addStatement(draft: Draft, statement: AnyNode, scopes: Scopes, content: string): void {
  switch (statement.type) {
    case 'EmptyStatement':
      return
    case 'ImportDeclaration': {
      const specifier = String(statement.source.value)
      draft.specifiers.push(specifier)
      // `import { type A } from` leaves empty braces behind: the module is evaluated, but nobody asked for its effect.
      const isEffect =
        statement.specifiers.length === 0 && !/\btype\b/.test(content.slice(statement.start, statement.source.start))
      if (isEffect) draft.effects.push(specifier)
      for (const one of statement.specifiers) {
        const name =
          one.type === 'ImportSpecifier' ? nameOf(one.imported) : one.type === 'ImportDefaultSpecifier' ? 'default' : '*'
        draft.imports.set(one.local.name, { specifier, name })
      }
      return
    }
    case 'ExportAllDeclaration': {
      const specifier = String(statement.source.value)
      draft.specifiers.push(specifier)
      if (statement.exported) draft.exports.set(nameOf(statement.exported), { specifier, name: '*' })
      else draft.stars.push(specifier)
      return
    }
    case 'ExportNamedDeclaration': {
      const specifier = statement.source ? String(statement.source.value) : null
      if (specifier !== null) draft.specifiers.push(specifier)
      for (const { local, exported } of statement.specifiers) {
        draft.exports.set(nameOf(exported), specifier === null ? nameOf(local) : { specifier, name: nameOf(local) })
      }
      if (!statement.declaration) return
      const first = draft.units.length
      addStatement(draft, statement.declaration, scopes, content)
      for (const unit of draft.units.slice(first)) for (const name of unit.names) draft.exports.set(name, name)
      return
    }
    case 'ExportDefaultDeclaration': {
      const { declaration } = statement
      const name =
        'id' in declaration && declaration.id && declaration.type.endsWith('Declaration') ? declaration.id.name : '*default*'
      draft.exports.set('default', name)
      const isCallable = isFunction(declaration) || declaration.type.startsWith('Class')
      draft.units.push({ node: declaration, prefix: '', names: [name], isCallable, isStatement: false })
      return
    }
    case 'VariableDeclaration':
      for (const declarator of statement.declarations) {
        const { init } = declarator
        const isCallable = statement.kind === 'const' && (isFunction(init) || init?.type === 'ClassExpression')
        const names = namesIn(scopes, declarator)
        draft.units.push({ node: declarator, prefix: statement.kind, names, isCallable, isStatement: false })
      }
      return
    default: {
      const imported = statement.type === 'ExpressionStatement' ? importedBy(unwrap(statement.expression)) : null
      if (imported !== null) draft.effects.push(imported)
      const isCallable = statement.type === 'FunctionDeclaration' || statement.type === 'ClassDeclaration'
      draft.units.push({ node: statement, prefix: '', names: namesIn(scopes, statement), isCallable, isStatement: !isCallable })
    }
  }
}

/** `await import('./polyfill.ts')` and `require('./polyfill.cjs')` as statements are imports for their effect. */
function importedBy(node: AnyNode): string | null {
  if (node.type === 'ImportExpression') return textOf(node.source)
  const isRequire = node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'require'
  return isRequire ? textOf(node.arguments[0]) : null
}

function nameOf(node: AnyNode): string {
  return node.type === 'Identifier' ? node.name : node.type === 'Literal' ? String(node.value) : ''
}

/** The names of the module that a node binds, a `var` in a block of it included. */
function namesIn(scopes: Scopes, { start, end }: AnyNode): string[] {
  return [...scopes.module.names]
    .filter(([, { places }]) => places.some(place => place >= start && place < end))
    .map(([name]) => name)
}

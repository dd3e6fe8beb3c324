// Reads which expressions are the fields of an object that is written out, through spreads and constants.
import { type Module, type Project, linkName } from './project.ts'
import { unitsOf } from './touch.ts'
import { type AnyNode, isNode, keyName } from './tree.ts'

export interface Field {
  readonly module: Module
  readonly node: AnyNode
}

export interface Fields {
  /** Those that were asked for, by name. */
  readonly known: Map<string, Field>
  /** What may hold one of them, or more: spreads and keys that cannot be read. */
  readonly unknown: Field[]
  /** Constants on the way, by name: what changes them counts. */
  readonly names: { readonly module: Module; readonly name: string }[]
}

/** The fields of these names that an expression gives. */
export function readFields(project: Project, { module, node }: Field, wanted: readonly string[]): Fields {
  const fields: Fields = { known: new Map(), unknown: [], names: [] }
  addFields(project, module, node, wanted, fields)
  return fields
}

function addFields(project: Project, module: Module, spec: AnyNode, wanted: readonly string[], fields: Fields): void {
  if (spec.type === 'Identifier') return addNamed(project, module, spec, wanted, fields)
  if (spec.type !== 'ObjectExpression') return void fields.unknown.push({ module, node: spec })
  for (const property of spec.properties) {
    if (property.type === 'SpreadElement') addFields(project, module, property.argument, wanted, fields)
    else {
      const name = keyName(property.key, property.computed)
      if (name === null) fields.unknown.push({ module, node: property })
      // A method or getter is its whole property: without the key it is no expression.
      else if (wanted.includes(name)) fields.known.set(name, { module, node: isWhole(property) ? property : property.value })
    }
  }
}

function isWhole(property: { readonly method: boolean; readonly kind: string }): boolean {
  return property.method || property.kind !== 'init'
}

/** A constant that is an object written out, here or in another module. */
function addNamed(
  project: Project,
  module: Module,
  spec: AnyNode & { readonly type: 'Identifier' },
  wanted: readonly string[],
  fields: Fields,
): void {
  const isOfModule = module.source?.scopes.at.get(spec.start)?.scope === module.source?.scopes.module
  const target = isOfModule ? linkName(project, module, spec.name, null)?.[0] : undefined
  const units = target?.kind === 'binding' ? unitsOf(target.module, target.name) : []
  const unit = units[0]
  const isSeen =
    target?.kind === 'binding' && fields.names.some(({ module, name }) => module === target.module && name === target.name)
  const isConstant = unit?.node.type === 'VariableDeclarator' && unit.node.id.type === 'Identifier' && unit.prefix === 'const'
  const value = isConstant && unit.node.type === 'VariableDeclarator' ? unit.node.init : null
  if (target?.kind !== 'binding' || isSeen || value?.type !== 'ObjectExpression')
    return void fields.unknown.push({ module, node: spec })
  fields.names.push({ module: target.module, name: target.name })
  addFields(project, target.module, value, wanted, fields)
}

/** The properties of an object that is written out which are other than these. */
export function otherFields(spec: AnyNode, wanted: readonly string[]): AnyNode[] {
  if (spec.type !== 'ObjectExpression') return []
  return spec.properties.filter(isNode).filter(property => {
    const name = property.type === 'Property' ? keyName(property.key, property.computed) : null
    return name !== null && !wanted.includes(name)
  })
}

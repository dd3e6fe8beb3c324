// The identity of a function that is given to `once`: what it reaches, where the file at the call site says which function it is.
import { dirname } from 'node:path'
import { digest } from '../digest.ts'
import { type Site, callAt } from './call.ts'
import { effectsOf } from './effects.ts'
import { type Module, type Project, createProject, linkName } from './project.ts'
import { type Code, codeOf, openSites } from './task-code.ts'
import { unitsOf } from './touch.ts'
import { type AnyNode, isFunction, memberName } from './tree.ts'

/**
 * The code that a function reaches. `site` is where it is given, first, to a call; `name` is the function's own name. `null` where
 * the code cannot be known: for anything but a function that is declared at the top level of a file, under a name that always means
 * it. Closures, arrow functions at the site, bound and wrapped functions are no such functions. Of the site's
 * file only what it changes while it is loaded counts.
 */
export function functionCode(site: Site, name: string): Code | null {
  const { project, modules } = openSites([site])
  const caller = modules[0] as Module
  const call = caller.source === null ? null : callAt(caller.source, site)
  const given = call?.arguments[0]
  const target = given === undefined ? null : functionOf(project, caller, given)
  if (target === null || target.name.replaceAll('*', '') !== name) return null
  // Places from the function's own folder: it is the same function for whoever gives it to whichever call.
  const own = createProject(dirname(target.module.path))
  const module = own.module(target.module.path)
  const entries = [module, own.module(caller.path)]
  const start = { roots: [], names: [{ module, name: target.name }], touchable: [], wholes: [], entries, omitted: null }
  const code = codeOf(own, start, () => false, [], false)
  // Functions that reach each other are made of the same parts.
  return { ...code, identity: digest({ entry: `${module.place}#${target.name}`, parts: code.parts }) }
}

/** The function that an expression always means. */
function functionOf(project: Project, module: Module, given: AnyNode): { readonly module: Module; readonly name: string } | null {
  const root = given.type === 'MemberExpression' ? given.object : given
  const { scopes } = module.source ?? {}
  if (root.type !== 'Identifier' || scopes === undefined || scopes.at.get(root.start)?.scope !== scopes.module) return null
  // Of members only those of a module are functions that need no object.
  if (given.type === 'MemberExpression' && linkName(project, module, root.name, null)?.[0]?.kind !== 'whole') return null
  const targets = linkName(project, module, root.name, memberName(given)) ?? []
  const target = targets.length === 1 ? targets[0] : undefined
  if (target?.kind !== 'binding') return null
  const units = unitsOf(target.module, target.name)
  const node = units.length === 1 ? units[0]?.node : undefined
  const isNamed =
    units[0]?.isCallable === true && (isFunction(node) || (node?.type === 'VariableDeclarator' && isFunction(node.init)))
  return isNamed && !isRebound(target.module, target.name) ? target : null
}

function isRebound({ source }: Module, name: string): boolean {
  return source?.units.some(({ node }) => effectsOf(node, source, 'call').rebound.has(name)) ?? true
}

// Which names, of any module, the evaluation of a piece of code may change: its own effects and those of what it calls.
import { type Call, type Effects, effectsOf } from './effects.ts'
import { containerMethods, pureMethods } from './methods.ts'
import { type Module, type Project, type Target, linkName } from './project.ts'
import { type Reference, referencesIn } from './scopes.ts'
import type { Source, Unit } from './source.ts'
import { type AnyNode, unwrap } from './tree.ts'

/** What can be touched, as text: a name of a module, all of one (`*`), a package, or what all code shares. */
export const globalKey = '*'
export const bindingKey = (module: Module, name: string): string => `${module.path}#${name}`
export const packageKey = (name: string): string => `package ${name}`

/** The units of a module that bind a name. */
export function unitsOf(module: Module, name: string): readonly Unit[] {
  return module.source?.bound.get(name) ?? []
}

/** The keys of what may change when a node of a module is evaluated. */
export function touchedBy(project: Project, module: Module, node: AnyNode): ReadonlySet<string> {
  const { source } = module
  if (source === null) return new Set()
  const steps = stepsFrom(project, { module, source, effects: effectsOf(node, source, 'load') })
  const touched = new Set<string>()
  for (const step of steps) touchedIn(project, step, touched)
  return touched
}

/** Code that runs, and the module it stands in. */
interface Step {
  readonly module: Module
  readonly source: Source
  readonly effects: Effects
}

/** The code, and every function that it calls or hands to a call, and so on. */
function stepsFrom(project: Project, first: Step): readonly Step[] {
  const steps = new Map<AnyNode, Step>([[first.effects.node, first]])
  for (const { module, effects } of steps.values()) {
    for (const { name, member } of [...effects.calls.map(({ callee }) => callee), ...effects.given]) {
      for (const target of linkName(project, module, name, member) ?? []) {
        const called = callableOf(target)
        if (called !== null && !steps.has(called.effects.node)) steps.set(called.effects.node, called)
      }
    }
  }
  return [...steps.values()]
}

function callableOf(target: Target): Step | null {
  if (target.kind !== 'binding' || target.module.source === null) return null
  const { module, name } = target
  const unit = unitsOf(module, name).find(one => one.isCallable)
  return unit === undefined
    ? null
    : { module, source: target.module.source, effects: effectsOf(unit.node, target.module.source, 'call') }
}

function touchedIn(project: Project, step: Step, touched: Set<string>): void {
  const { module, effects } = step
  const change = (name: Reference) => changed(project, module, name, touched)
  for (const name of effects.rebound) touched.add(bindingKey(module, name))
  for (const name of effects.changed) change(name)
  if (effects.changesGlobals) touched.add(globalKey)
  let { changesLocals } = effects
  for (const call of effects.calls) {
    const { targets, isDirect } = calleeOf(project, module, call)
    for (const target of targets) {
      if (changesCallee(target, call, isDirect)) touch(project, target, touched)
      // Of a class or of what a function returned: `Registry.add(x)`, `getTable().set(x)`.
      if (changesCallee(target, call, isDirect)) touchReturned(project, target, touched)
      if (!changesGiven(project, target, call, isDirect)) continue
      for (const given of call.handed.flatMap(one => linkName(project, module, one.name, one.member) ?? [])) {
        if (callableOf(given) === null) touchValue(project, given, touched)
      }
      changesLocals ||= call.handsLocals
    }
  }
  if (!changesLocals) return
  for (const target of targetsIn(project, module, effects.node))
    if (callableOf(target) === null) touchValue(project, target, touched)
}

/** What is called, and whether as a function of its own: `f()`, `lib.f()` of a namespace; not `value.f()`. */
function calleeOf(project: Project, module: Module, { callee, method, isMethod }: Call) {
  const { name, member } = callee
  const plain = linkName(project, module, name, null) ?? []
  const isNamespace = module.source?.imports.get(name)?.name === '*' || plain.some(target => target.kind === 'whole')
  if (!isMethod || member === null || !isNamespace) {
    return { targets: plain, isDirect: !isMethod || method === 'call' || method === 'apply' }
  }
  return { targets: linkName(project, module, name, member) ?? [], isDirect: method === member }
}

function isPure({ method, isMethod }: Call): boolean {
  return isMethod && method !== null && pureMethods.has(method)
}

function changesCallee(target: Target, call: Call, isDirect: boolean): boolean {
  // A call of a package whose result is used is taken to ask, one whose result is not to tell.
  if (target.kind === 'package') return call.isDiscarded
  if ((target.kind !== 'binding' && target.kind !== 'whole') || isTracker(target)) return false
  return isDirect ? callableOf(target) === null : !isPure(call)
}

function changesGiven(project: Project, target: Target, call: Call, isDirect: boolean): boolean {
  if (target.kind === 'package') return call.isDiscarded
  if ((target.kind !== 'binding' && target.kind !== 'whole') || isTracker(target)) return false
  if (!isDirect && (isPure(call) || containerMethods.has(call.method ?? ''))) return false
  const called = callableOf(target)
  return called === null || stepsFrom(project, called).some(({ effects }) => effects.changesLocals)
}

/** It changes nothing that it is given. */
function isTracker(target: Target): boolean {
  if (target.kind !== 'binding' || target.module.source === null) return false
  const { node } = unitsOf(target.module, target.name)[0] ?? {}
  const made = node?.type === 'VariableDeclarator' && node.init ? unwrap(node.init) : null
  const callee = made?.type === 'CallExpression' ? made.callee : null
  const imported = callee?.type === 'Identifier' ? target.module.source.imports.get(callee.name) : undefined
  return imported?.specifier === 'assay' && /^open(?:Tracker|Reader)$/.test(imported.name)
}

function changed(project: Project, module: Module, { name, member }: Reference, touched: Set<string>): void {
  for (const target of linkName(project, module, name, member) ?? []) touch(project, target, touched)
}

/** What changes the contents of a value may change those of every value that it is made of: `const alias = table`. */
function touch(project: Project, target: Target, touched: Set<string>): void {
  if (target.kind === 'package') touched.add(packageKey(target.name))
  if (target.kind === 'builtin') touched.add(globalKey)
  if (target.kind === 'whole') touched.add(bindingKey(target.module, '*'))
  if (target.kind !== 'binding') return
  const { module, name } = target
  const key = bindingKey(module, name)
  if (touched.has(key)) return
  touched.add(key)
  for (const unit of unitsOf(module, name)) {
    if (unit.isCallable || unit.isStatement) continue
    for (const inner of targetsIn(project, module, unit.node)) {
      touchReturned(project, inner, touched)
      if (callableOf(inner) === null) touchValue(project, inner, touched)
    }
  }
}

/** A package is not changed by what changes a value that came from it. */
function touchValue(project: Project, target: Target, touched: Set<string>): void {
  if (target.kind === 'whole' || target.kind === 'binding') touch(project, target, touched)
}

/** A function may return any value that it, or what it calls, refers to. */
function touchReturned(project: Project, target: Target, touched: Set<string>): void {
  const called = callableOf(target)
  const mark = target.kind === 'binding' ? `returned ${bindingKey(target.module, target.name)}` : ''
  if (called === null || touched.has(mark)) return
  touched.add(mark)
  for (const { module, effects } of stepsFrom(project, called)) {
    for (const inner of targetsIn(project, module, effects.node))
      if (callableOf(inner) === null) touchValue(project, inner, touched)
  }
}

/** What the names of the module in a node mean. */
function targetsIn(project: Project, module: Module, node: AnyNode): Target[] {
  const { source } = module
  if (source === null) return []
  const names = referencesIn(source.scopes, node).filter(({ scope }) => scope === source.scopes.module)
  return names.flatMap(({ name, member }) => linkName(project, module, name, member) ?? [])
}

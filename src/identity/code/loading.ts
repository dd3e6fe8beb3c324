// What is evaluated while files are loaded, before any task runs, and by that may change what the task reaches.
import { effectsOf } from './effects.ts'
import { type Omitted, omittedIn } from './omitted.ts'
import type { Module, Project } from './project.ts'
import { referencesIn } from './scopes.ts'
import type { Source, Unit } from './source.ts'
import { touchedBy, unitsOf } from './touch.ts'

/** A part of a module's evaluation, and the keys of what it may change. */
export interface Loaded {
  readonly module: Module
  readonly unit: Unit
  readonly touched: ReadonlySet<string>
}

/** The module, and all that it imports or may import while it is loaded, in no particular order. */
export function modulesFrom(project: Project, first: Module): Set<Module> {
  const modules = new Set([first])
  for (const module of modules) {
    const dynamic = module.source?.dynamicImports.flatMap(({ specifier }) => specifier ?? []) ?? []
    for (const specifier of [...(module.source?.specifiers ?? []), ...dynamic]) {
      const found = project.resolve(specifier, module)
      const paths = found.kind === 'file' ? [found.path] : found.kind === 'files' ? found.paths : []
      for (const path of paths) modules.add(project.module(path))
    }
  }
  return modules
}

/** Every part of a module's evaluation that may change anything that has a name. */
export function loadingOf(project: Project, module: Module, omitted: Omitted | null): Loaded[] {
  const { source } = module
  if (source === null) return []
  const units = source.units.flatMap(unit => [unit, ...fieldsIn(unit, module, omitted)])
  return units
    .filter(unit => !isAfterRun(module, source, unit))
    .map(unit => ({ module, unit, touched: touchedBy(project, module, unit.node) }))
    .filter(({ touched }) => touched.size > 0)
}

/** The benchmark's other fields are evaluated too, each a piece of its own: `data: shuffle(examples)`. */
function fieldsIn(unit: Unit, module: Module, omitted: Omitted | null): Unit[] {
  return omittedIn(omitted, module, unit.node).map(node => ({
    node,
    prefix: '',
    names: [],
    isCallable: false,
    isStatement: true,
  }))
}

/** What needs the outcome of a run happens when the task has run. */
function isAfterRun(module: Module, source: Source, unit: Unit, seen = new Set<Unit>()): boolean {
  if (unit.isCallable || seen.has(unit)) return false
  seen.add(unit)
  const isRunning = effectsOf(unit.node, source, 'load').calls.some(({ callee, method }) => {
    const imported = source.imports.get(callee.name)
    return imported?.specifier === 'assay' && (imported.name === '*' ? method : imported.name) === 'run'
  })
  if (isRunning) return true
  const names = referencesIn(source.scopes, unit.node).filter(({ scope }) => scope === source.scopes.module)
  return names.some(({ name }) => unitsOf(module, name).some(one => isAfterRun(module, source, one, seen)))
}

// What other files and packages change while they are loaded counts where the task reaches it, as do imports for their effect.
import { bench, type Files, inBench, testChanges } from './project.ts'

const registry: Files = {
  'a.bench.ts': bench('task: x => lookUp(x)', "import { lookUp, register } from './registry.ts'\nregister('a', 1)"),
  'registry.ts': `const table = new Map()
const add = (name: string, value: number) => { table.set(name, value) }
export function register(name: string, value: number) { add(name, value) }
export const lookUp = (name: string) => table.get(name)`,
}
const mode: Files = {
  'a.bench.ts': bench('task: x => current()', "import { current } from './mode.ts'\nimport './setup.ts'"),
  'mode.ts': "let mode = 'a'\nexport const current = () => mode\nexport const setMode = (m: string) => { mode = m }",
  'setup.ts': "import * as modes from './mode.ts'\nmodes.setMode('b')",
}

testChanges([
  ['a registration in another file', registry, 'a.bench.ts', "'a', 1", "'a', 2"],
  ['how that registers', registry, 'registry.ts', 'table.set(name, value)', 'table.set(name, -value)'],
  ['a setting by another file', mode, 'setup.ts', "'b'", "'c'"],
  ['an import for its effect', inBench('task: x => x', "import './polyfill.ts'"), 'polyfill.ts', '', 'Array.prototype.a = 1'],
  [
    'what that imports',
    {
      ...inBench('task: x => x', "import './polyfill.ts'"),
      'polyfill.ts': "import { a } from './b.ts'\nglobalThis.a = a",
      'b.ts': 'export const a = 1',
    },
    'b.ts',
    '1',
    '2',
  ],
  [
    'an import for its effect of a reached file',
    {
      ...inBench('task: x => a(x)', "import { a } from './b.ts'"),
      'b.ts': "import './c.ts'\nexport const a = 1",
      'c.ts': 'console.log(1)',
    },
    'c.ts',
    '1',
    '2',
  ],
  [
    'a package imported for its effect',
    { ...inBench('task: x => x', "import 'dotenv/config'"), 'node_modules/dotenv/package.json': '{ "version": "1" }' },
    'node_modules/dotenv/package.json',
    '1',
    '2',
  ],
  ['what all code shares', inBench('task: x => x', 'globalThis.a = 1'), 'a.bench.ts', 'a = 1', 'a = 2'],
  [
    'what all code shares, in a file that only a metric needs',
    { ...inBench('task: x => x', "import { m } from './m.ts'"), 'm.ts': 'Math.random = () => 0.5\nexport const m = 1' },
    'm.ts',
    '0.5',
    '0.6',
  ],
  ['the environment', inBench('task: x => x', "process.env.A = 'a'"), 'a.bench.ts', "= 'a'", "= 'b'"],
  [
    'the setting of a package that the task uses',
    {
      ...inBench('task: x => embed(x)', "import { embed, env } from 'pack'\nenv.remote = false"),
      'node_modules/pack/package.json': '{ "version": "1" }',
    },
    'a.bench.ts',
    'false',
    'true',
  ],
  [
    'a function of such a package called for its effect',
    {
      ...inBench('task: x => embed(x)', "import { embed, configure } from 'pack'\nconfigure(1)"),
      'node_modules/pack/package.json': '{ "version": "1" }',
    },
    'a.bench.ts',
    'configure(1)',
    'configure(2)',
  ],
  [
    'an imported value that is set',
    {
      ...inBench('task: () => config', "import { config } from './c.ts'\nconfig.k = 2"),
      'c.ts': 'export const config: any = {}',
    },
    'a.bench.ts',
    'k = 2',
    'k = 3',
  ],
  [
    'what a function of another file returned',
    {
      ...inBench('task: x => lookUp(x)', "import { getTable, lookUp } from './t.ts'\ngetTable().set('a', 1)"),
      't.ts':
        'const table = new Map()\nconst inner = () => table\nexport const getTable = () => inner()\nexport const lookUp = (x: any) => table.get(x)',
    },
    'a.bench.ts',
    "'a', 1",
    "'a', 2",
  ],
  [
    'a bound method',
    inBench('task: x => registry.get(x)', "const registry = new Map()\nconst add = registry.set.bind(registry)\nadd('a', 1)"),
    'a.bench.ts',
    "'a', 1",
    "'a', 2",
  ],
  [
    'an implementation that is chosen',
    {
      ...inBench(
        'task: x => impl(x)',
        "let impl: any\ntry { impl = await import('fast') } catch { impl = await import('./slow.ts') }",
      ),
      'slow.ts': 'export const a = 1',
    },
    'slow.ts',
    '1',
    '2',
  ],
  [
    'a dynamic import for its effect',
    { ...inBench('task: x => x', "await import('./polyfill.ts')"), 'polyfill.ts': 'console.log(1)' },
    'polyfill.ts',
    '1',
    '2',
  ],
  [
    'a registration by a file that is imported while loading',
    {
      ...registry,
      'a.bench.ts': bench(
        'task: x => lookUp(x)',
        "import { lookUp } from './registry.ts'\nconst plugin = await import('./plugin.ts')",
      ),
      'plugin.ts': "import { register } from './registry.ts'\nregister('a', 1)",
    },
    'plugin.ts',
    "'a', 1",
    "'a', 2",
  ],
])

// What happens while files are loaded, or after the run, and changes nothing that the task reaches counts nowhere.
import { type Files, inBench, testKeeps } from './project.ts'

const table = 'const table: any = new Map()\n'
const read = 'task: x => table.get(x)'

const script = inBench(
  'task: x => client.ask(x)',
  "import { run } from 'assay'\nimport { writeFileSync } from 'node:fs'\nconst client = { ask: (x: any) => x, close: (x: any) => x }",
  '',
  `
const result = await run(bench, { db: 'a.db' })
console.log(result.metrics)
writeFileSync('report.json', JSON.stringify(result))
client.close(result)
process.exitCode = result.failed > 0 ? 1 : 0
`,
)
const scripted: Files = {
  'a.bench.ts': script['a.bench.ts']?.replace('export default benchmark', 'const bench = benchmark') ?? '',
}

testKeeps([
  [
    'a change of something else',
    inBench(read, `${table}const other = new Map()\nother.set('a', 1)`),
    'a.bench.ts',
    "'a', 1",
    "'a', 2",
  ],
  [
    'a metric that reads what the task reads',
    inBench(
      'task: x => LANGS.includes(x)',
      "const LANGS = ['a', 'b']\nconst m = (rows: any[]) => LANGS.map(l => rows.filter(r => r.l === l).length * 1)",
    ),
    'a.bench.ts',
    '* 1',
    '* 2',
  ],
  [
    'a metric of Assay made with what the task reads',
    inBench(
      'task: x => LANGS.includes(x)',
      "import { accuracy } from 'assay'\nconst LANGS = ['a', 'b']\nconst m = accuracy({ by: LANGS } as any)",
    ),
    'a.bench.ts',
    'by: LANGS',
    'labels: LANGS',
  ],
  [
    'data made with a helper of the task',
    inBench(
      'task: x => clean(x)',
      "const STOP = new Set(['a'])\nconst clean = (t: string) => t.split(' ').filter(w => !STOP.has(w)).join(' ')\nconst data = ['a', 'b'].map(row => clean(row))",
    ),
    'a.bench.ts',
    "['a', 'b']",
    "['a', 'b', 'c']",
  ],
  [
    'data that is built up in a function',
    inBench(
      'task: x => clean(x)',
      'const clean = (t: string) => t.trim()\nfunction load() { const out: string[] = []; for (const r of [1]) out.push(clean(String(r))); return out }\nconst data = load()',
    ),
    'a.bench.ts',
    'of [1]',
    'of [1, 2]',
  ],
  [
    'a schema for the data from a package that the task uses',
    {
      ...inBench('task: x => z.parse(x)', "import { z } from 'zod'\nconst row = z.object({ a: z.string() }).strict()"),
      'node_modules/zod/package.json': '{ "version": "1" }',
    },
    'a.bench.ts',
    'z.string()',
    'z.number()',
  ],
  [
    'a registration of a metric',
    {
      ...inBench('task: x => x', "import { register } from './metrics.ts'\nregister('a', 1)"),
      'metrics.ts': 'const metrics = new Map()\nexport const register = (n: string, v: number) => { metrics.set(n, v) }',
    },
    'a.bench.ts',
    "'a', 1",
    "'b', 1",
  ],
  ['a print', inBench(read, `${table}console.log(table)`), 'a.bench.ts', 'log(table)', 'log(table.size)'],
  [
    'a function that changes it but is not called',
    inBench(read, `${table}export function fill() { table.set('a', 1) }`),
    'a.bench.ts',
    "'a', 1",
    "'a', 2",
  ],
  [
    'a copy that is changed',
    inBench('task: () => rows', 'const rows = [2, 1]\nconst sorted = rows.toSorted()\nconst data = rows.map(r => r + 1)'),
    'a.bench.ts',
    'r + 1',
    'r + 2',
  ],
  ['options of the run', scripted, 'a.bench.ts', "'a.db'", "'b.db'"],
  ['a report that is written afterwards', scripted, 'a.bench.ts', 'report.json', 'summary.json'],
  ['the exit code', scripted, 'a.bench.ts', '> 0', '> 1'],
  ['what happens to the client afterwards', scripted, 'a.bench.ts', 'client.close(result)', 'client.close(result.db)'],
  [
    'a statement that changes nothing',
    inBench(read, `${table}if (table.size > 1) throw new Error('a')`),
    'a.bench.ts',
    "'a'",
    "'b'",
  ],
  [
    'data whose rows are changed one by one with a helper of the task',
    inBench(
      'task: x => clean(x)',
      "const clean = (t: any) => String(t)\nconst rows: any[] = [{ a: 1 }]\nfor (const row of rows) row.b = clean(row.a) + 'x'",
    ),
    'a.bench.ts',
    "'x'",
    "'y'",
  ],
  [
    'what is given to a tracker beside the task',
    inBench(
      'task: x => embed(x)',
      "import { openTracker } from 'assay'\nconst shots = { a: 1 }\nconst embed = (x: any) => [x, shots]\nconst tracker = await openTracker('a.db')\nawait tracker.once(embed, { text: 'x' })\nawait tracker.log(shots)",
    ),
    'a.bench.ts',
    "'x'",
    "'y'",
  ],
])

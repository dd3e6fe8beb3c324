// The identity of a task in a project of 50 modules, against reading, hashing and parsing the same files.
import { hash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'acorn'
import { taskCode } from '../src/identity/code.ts'
import { type Comparison, timed } from './measure.ts'

const modules = 50
const folder = mkdtempSync(join(tmpdir(), 'assay-perf-code-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

/** Each module has 20 functions that call each other and the next module; the last edit makes its content new. */
function moduleText(i: number, edit: number): string {
  const next = i + 1 < modules ? `import { f0 as next } from './m${i + 1}.js'\n` : 'const next = x => x\n'
  const functions = Array.from({ length: 20 }, (_, j) => {
    const callee = j === 19 ? 'next' : `f${j + 1}`
    return `export function f${j}(x) {\n  const rows = [x, ${i}, ${j}].map(value => value * table.get('k${j}'))
  for (const row of rows) if (row > ${j}) return ${callee}(row - 1)\n  return \`${'text '.repeat(8)}\${x}\` + ${edit}\n}\n`
  })
  return `${next}const table = new Map()\nfor (let i = 0; i < 20; i++) table.set(\`k\${i}\`, i)\n${functions.join('')}`
}

const paths = Array.from({ length: modules }, (_, i) => join(folder, `m${i}.js`))
const bench = join(folder, 'a.bench.js')
writeFileSync(
  bench,
  "import { benchmark } from 'assay'\nimport { f0 } from './m0.js'\nexport default benchmark({ name: 'a', task: f0 })\n",
)

let edit = 0
/** Every file anew, so that no parsed content is known. */
const write = () => paths.forEach((path, i) => writeFileSync(path, moduleText(i, edit++)))
const identify = () => taskCode([{ file: bench, line: null, column: null }])

function readAndParse(): void {
  for (const path of paths) {
    const text = readFileSync(path, 'utf8')
    hash('sha256', text)
    parse(text, { ecmaVersion: 'latest', sourceType: 'module' })
  }
}

export const codeComparisons: readonly Comparison[] = [
  {
    name: 'code identity of 50 new modules',
    unit: 'projects',
    count: 1,
    ceiling: 'reading, hashing and parsing them',
    aim: '< 100 ms',
    ours: () => (write(), timed(identify)),
    raw: () => (write(), timed(readAndParse)),
  },
  {
    name: 'code identity of the same 50 modules again',
    unit: 'projects',
    count: 1,
    ceiling: 'reading, hashing and parsing them',
    aim: '≤ its time',
    ours: () => timed(identify),
    raw: () => timed(readAndParse),
  },
]

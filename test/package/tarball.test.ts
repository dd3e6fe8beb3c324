// What a user installs: the packed tarball, without any development dependency, works as a library and as a command line.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { blocksOf } from '../docs/blocks.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'assay-tarball-'))
after(() => rmSync(folder, { recursive: true, force: true }))

function npm(cwd: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd, encoding: 'utf8' })
  assert.equal(status, 0, `npm ${args.join(' ')}: ${stderr}`)
  return stdout
}

function node(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
}

before(() => {
  // Packed from a copy, so that a build for the test leaves the checkout as it is.
  const copy = join(folder, 'copy')
  mkdirSync(copy)
  for (const name of [
    'src',
    'scripts',
    'templates',
    'package.json',
    'tsconfig.json',
    'tsconfig.build.json',
    'README.md',
    'LICENSE',
  ])
    cpSync(join(root, name), join(copy, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  npm(copy, 'pack', '--pack-destination', folder, '--silent')
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }')
  npm(
    folder,
    'install',
    '--omit=dev',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    `./${readdirSync(folder).find(name => name.endsWith('.tgz'))}`,
  )
})

test('nothing but the package and its dependencies is installed, and none of them runs an install script', () => {
  const top = readdirSync(join(folder, 'node_modules')).filter(name => !name.startsWith('.'))
  const installed = top.flatMap(name =>
    name.startsWith('@') ? readdirSync(join(folder, 'node_modules', name)).map(within => `${name}/${within}`) : [name],
  )
  assert.deepEqual(installed.sort(), [
    '@pydantic/genai-prices',
    'acorn',
    'ansi-regex',
    'assay',
    'csv-parse',
    'get-east-asian-width',
    'pure-rand',
    'string-width',
    'strip-ansi',
  ])
  const scripts = installed.flatMap(name => {
    const text = readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')
    const manifest = JSON.parse(text) as { scripts?: Record<string, string> }
    return ['preinstall', 'install', 'postinstall'].filter(script => manifest.scripts?.[script] !== undefined)
  })
  assert.deepEqual(scripts, [])
})

test('every entry can be imported', () => {
  const { stdout, stderr } = node(
    '--input-type=module',
    '-e',
    "import { run } from 'assay'; import { deleteRuns } from 'assay/maintenance'; console.log(typeof run, typeof deleteRuns)",
  )
  assert.equal(stdout, 'function function\n', stderr)
})

test('the first program of README.md is checked with its tsconfig.json and the types of Node alone', () => {
  const blocks = blocksOf('README.md', readFileSync(join(root, 'README.md'), 'utf8'))
  const checked = join(folder, 'checked')
  mkdirSync(join(checked, 'node_modules/@types'), { recursive: true })
  symlinkSync(join(folder, 'node_modules/assay'), join(checked, 'node_modules/assay'))
  symlinkSync(join(root, 'node_modules/@types/node'), join(checked, 'node_modules/@types/node'))
  writeFileSync(join(checked, 'package.json'), '{ "type": "module" }')
  for (const { file, text } of blocks.filter(({ file }) => file === 'numbers.bench.ts' || file === 'tsconfig.json'))
    writeFileSync(join(checked, String(file)), text)
  const uses =
    "import { openReader, openTracker, run } from 'assay'\nimport numbers from './numbers.bench.ts'\nawait using result = await run(numbers)\nfor (const { params_reader, prediction } of await result.rows()) console.log(params_reader, prediction)\nawait using reader = await openReader('assay.db', { benchmark: numbers })\nawait using tracker = await openTracker('assay.db')\nconsole.log(reader, tracker)\n"
  writeFileSync(join(checked, 'uses.ts'), uses)
  const { status, stdout } = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', checked], {
    encoding: 'utf8',
  })
  assert.equal(status, 0, stdout)
})

test('the command line runs a benchmark file', () => {
  writeFileSync(
    join(folder, 'tiny.bench.ts'),
    "import { accuracy, benchmark } from 'assay'\nexport default benchmark({ name: 'tiny', data: [1, 2, 3], expected: x => x % 2, task: (x: number) => x % 2, metrics: { accuracy: accuracy() } })\n",
  )
  const cli = join(folder, 'node_modules/.bin/assay')
  const { stdout, stderr, status } = node(cli, 'run', 'tiny.bench.ts', '--json')
  assert.equal(status, 0, stderr)
  const { ok, data } = JSON.parse(stdout) as {
    ok: boolean
    data: { executed: number; metrics: { accuracy: { value: number } }[] }
  }
  assert.deepEqual([ok, data.executed, data.metrics[0]?.accuracy.value], [true, 3, 1])
})

test('`assay init` writes the example that is packed, and it runs', () => {
  const cli = join(folder, 'node_modules/.bin/assay')
  const made = node(cli, 'init', 'example', '--json')
  assert.equal(made.status, 0, made.stderr)
  const { data } = JSON.parse(made.stdout) as { data: { next: string[] } }
  const file =
    data.next
      .find(line => line.startsWith('npx assay run'))
      ?.split(' ')
      .at(-1) ?? ''
  const ran = node(cli, 'run', file)
  assert.equal(ran.status, 0, ran.stderr)
  assert.match(ran.stderr, /^planned 160 · executed 160 /m)
})

// The command line stands on the public library: from a room that does things it takes only what the package exports.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join, normalize } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('../../src/', import.meta.url))
/** Rooms of plain functions, open to whoever renders. */
const open = ['base', 'record', 'report', 'metrics', 'compare', 'cli']

/** `[room, name]` of everything that a file imports from our rooms. */
function imports(file: string, text: string): [room: string, name: string][] {
  return [...text.matchAll(/import\s+(?:type\s+)?\{([^}]*)\}\s+from\s+'(\.[^']+)'/g)].flatMap(([, names = '', path = '']) => {
    const room = normalize(join(file, '..', path)).split('/')[0] ?? ''
    return names.split(',').map((name): [string, string] => [room, name.replace(/\btype\b|\bas\b.*/g, '').trim()])
  })
}

function exported(): Set<string> {
  const text = ['index.ts', 'maintenance.ts'].map(entry => readFileSync(join(source, entry), 'utf8')).join('\n')
  return new Set([...text.matchAll(/\{([^}]*)\}/g)].flatMap(([, names = '']) => names.split(',').map(name => name.trim())))
}

test('what the command line takes from a room that does things is exported', () => {
  const names = exported()
  const files = readdirSync(join(source, 'cli'), { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'))
  const taken = files.flatMap(file => imports(join('cli', file), readFileSync(join(source, 'cli', file), 'utf8')))
  const outside = taken.filter(([room]) => !open.includes(room))
  assert.ok(outside.length > 5, 'the imports are found at all')
  assert.deepEqual(
    outside.filter(([, name]) => !names.has(name)),
    [],
  )
})

test('a name that is not exported would be found', () => {
  assert.deepEqual(imports('cli/look/x.ts', "import { type Store, openStore as open } from '../../store/open.ts'"), [
    ['store', 'Store'],
    ['store', 'openStore'],
  ])
})

// Loads a benchmark file, and says in one sentence what is wrong with one that cannot be loaded.
import { existsSync, realpathSync, statSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { AssayError } from '../../base/errors.ts'
import { kindOf } from '../../base/kind.ts'
import { suggestion } from '../../base/nearest.ts'
import { redactSecrets } from '../../record/secrets.ts'
import { declarationOf } from './benchmark.ts'
import type { Declaration } from './spec.ts'

/** The declaration of the file's default export, and the file's real path. Every failure is an `AssayError` with the line and the fix. */
export async function loadBenchmark(
  file: string | URL,
  options?: Readonly<Record<string, string>>,
): Promise<{ readonly declaration: Declaration; readonly file: string }> {
  const path = file instanceof URL ? fileURLToPath(file) : resolve(file)
  if (!existsSync(path))
    throw new AssayError(
      'file_not_found',
      `There is no benchmark file at ${String(file)}.`,
      `paths are relative to ${resolve('.')}`,
    )
  if (statSync(path).isDirectory())
    throw new AssayError(
      'benchmark_invalid',
      `${String(file)} is a folder, not a benchmark file.`,
      'give the path of a *.bench.ts file',
    )
  let module: { readonly default?: unknown }
  try {
    module = (await import(pathToFileURL(path).href)) as { readonly default?: unknown }
  } catch (error) {
    throw explainLoad(error, path)
  }
  const declaration = declarationOf(await withOptions(module.default, options, path))
  if (declaration !== null) return { declaration, file: realpathSync(path) }
  const got = 'default' in module ? kindOf(module.default) : 'nothing'
  throw new AssayError(
    'benchmark_invalid',
    `${path} has ${got} as its default export, not a benchmark.`,
    'end it with `export default benchmark({ … })`',
  )
}

/** A default export that is a function gets the options. One that it does not read is a `RangeError`, because it would change nothing. */
async function withOptions(exported: unknown, options: Readonly<Record<string, string>> = {}, path: string): Promise<unknown> {
  const read = new Set<string>()
  const note = (key: string | symbol) => typeof key === 'string' && read.add(key)
  const given = new Proxy(options, {
    get: (target, key) => (note(key), typeof key === 'string' && Object.hasOwn(target, key) ? target[key] : undefined),
    has: (target, key) => (note(key), Reflect.has(target, key)),
    ownKeys: target => (Object.keys(target).forEach(note), Reflect.ownKeys(target)),
  })
  let made = exported
  if (typeof exported === 'function') {
    try {
      made = await exported(given)
    } catch (error) {
      throw explainLoad(error, path)
    }
  }
  const unread = Object.keys(options).find(name => !read.has(name))
  if (unread === undefined) return made
  throw new RangeError(
    `expected the options that ${path} reads (${[...read].join(', ') || 'it reads none'}), got \`${unread}\`.${suggestion(unread, [...read])}`,
  )
}

/** What went wrong while a file was imported, in one sentence with the line, and the fix; what was no error of the file comes back as it is. */
export function explainLoad(error: unknown, path: string): unknown {
  if (!(error instanceof Error))
    return new AssayError(
      'benchmark_invalid',
      `${path} threw while it was loaded: ${redactSecrets(String(error))}.`,
      'mend the file',
    )
  const { code } = error as NodeJS.ErrnoException
  const where = firstLine(error, path)
  if (code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') {
    return invalid(
      `${where} uses TypeScript that Node cannot strip: ${firstSentence(error)}`,
      'write it without `enum`, `namespace` and parameter properties, for example as a const object',
      error,
    )
  }
  if (/outside a module|Unexpected token 'export'/.test(error.message)) {
    return invalid(
      `${where.replace(/:\d+$/, '')} is read as CommonJS, because the package.json nearest to it says so.`,
      'set `"type": "module"` there, or give the file the ending .mts (.mjs for JavaScript)',
      error,
    )
  }
  if (code === 'ERR_INVALID_TYPESCRIPT_SYNTAX' || (error instanceof SyntaxError && isOfFile(error))) {
    const isName = error.message.includes('does not provide an export named')
    const fix = isName ? 'check the name; a type is imported with `import type`' : 'mend the line'
    return invalid(`${where} is not valid: ${firstSentence(error)}`, fix, error)
  }
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'ERR_UNSUPPORTED_DIR_IMPORT') return explainMissing(error, path)
  if (error instanceof AssayError) return error
  return invalid(
    `${where} threw while it was loaded: ${error.name}: ${firstSentence(error)}`,
    'mend the file; nothing was run',
    error,
  )
}

/** Of a file that cannot be read as code or JSON; `JSON.parse` and `new RegExp` throw one too, called by code that runs. */
function isOfFile({ stack = '' }: Error): boolean {
  const frames = stack.split('\n').filter(line => /^ +at /.test(line) && !line.endsWith('(<anonymous>)'))
  return frames[0]?.includes('node:internal/modules/') !== false
}

/** `./x` without its extension, a path alias, or a package that is not installed. */
function explainMissing(error: Error, path: string): AssayError {
  const wanted = /(?:Cannot find (?:module|package)|Directory import) '([^']+)'/.exec(error.message)?.[1] ?? ''
  const importer = /imported from (.+)$/m.exec(error.message)?.[1] ?? path
  const ending = ['.ts', '.mts', '.js', '.mjs', '.json', '/index.ts'].find(extension => existsSync(`${wanted}${extension}`))
  if (ending !== undefined) {
    const written = relative(dirname(importer), `${wanted}${ending}`)
    const fix = `write \`${written.startsWith('.') ? '' : './'}${written}\` in full`
    return invalid(`${importer} imports ${wanted}, which lacks its ending.`, fix, error)
  }
  const isPackage = error.message.includes('Cannot find package')
  const fix = isPackage
    ? 'install it (a path alias of tsconfig.json is not known to Node: use a relative path)'
    : 'check the path; Node needs the whole name with its ending'
  return invalid(`${importer} imports ${wanted}, which is not there.`, fix, error)
}

function invalid(message: string, hint: string, cause: Error): AssayError {
  return new AssayError('benchmark_invalid', message, hint, cause)
}

/** `path:line` where the error says it: the first line of the project's own, which may have called us or a package. */
function firstLine(error: Error, path: string): string {
  const places = (error.stack ?? '').matchAll(/(?:^|\(|at (?:async )?)(?:file:\/\/)?(\/[^()\n]+?):(\d+)(?::\d+)?(?=\)?$)/gm)
  for (const [, file = '', line] of places) {
    if (!file.includes('/node_modules/') && !file.startsWith(ownFolder)) return `${decodeURI(file)}:${line}`
  }
  return path
}

const ownFolder = fileURLToPath(new URL('../..', import.meta.url))

function firstSentence(error: Error): string {
  const text = (error.message.split('\n').find(line => line.trim() !== '') ?? error.name).trim()
  return redactSecrets(/[.?!]$/.test(text) ? text : `${text}.`)
}

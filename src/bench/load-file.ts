// Loads a benchmark file, and says in one sentence what is wrong with one that cannot be loaded.
import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { AssayError } from '../base/errors.ts'
import { declarationOf } from './benchmark.ts'

/** The file's default export. Every failure is an `AssayError` with the line and the fix. */
export async function loadBenchmark(file: string | URL): Promise<object> {
  const path = file instanceof URL ? fileURLToPath(file) : resolve(file)
  if (!existsSync(path))
    throw new AssayError(
      'file_not_found',
      `There is no benchmark file at ${String(file)}.`,
      `paths are relative to ${resolve('.')}`,
    )
  let module: { readonly default?: unknown }
  try {
    module = (await import(pathToFileURL(path).href)) as { readonly default?: unknown }
  } catch (error) {
    throw explainLoad(error, path)
  }
  if (declarationOf(module.default) !== null) return module.default as object
  const got = 'default' in module ? `a ${typeof module.default}` : 'nothing'
  throw new AssayError(
    'benchmark_invalid',
    `${path} has ${got} as its default export, not a benchmark.`,
    'end it with `export default benchmark({ … })`',
  )
}

function explainLoad(error: unknown, path: string): unknown {
  if (!(error instanceof Error))
    return new AssayError('benchmark_invalid', `${path} threw while it was loaded: ${String(error)}.`, 'mend the file')
  const { code } = error as NodeJS.ErrnoException
  const where = firstLine(error, path)
  if (code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') {
    return invalid(
      `${where} uses TypeScript that Node cannot strip: ${firstSentence(error)}.`,
      'write it without `enum`, `namespace` and parameter properties, for example as a const object',
      error,
    )
  }
  if (code === 'ERR_INVALID_TYPESCRIPT_SYNTAX' || error instanceof SyntaxError)
    return invalid(`${where} is not valid: ${firstSentence(error)}.`, 'mend the line', error)
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'ERR_UNSUPPORTED_DIR_IMPORT') return explainMissing(error, path)
  if (error instanceof AssayError) return error
  return invalid(
    `${where} threw while it was loaded: ${error.name}: ${firstSentence(error)}.`,
    'mend the file; nothing was run',
    error,
  )
}

/** `./x` without its extension, a path alias, or a package that is not installed. */
function explainMissing(error: Error, path: string): AssayError {
  const wanted = /Cannot find (?:module|package) '([^']+)'/.exec(error.message)?.[1] ?? ''
  const importer = /imported from (\S+)/.exec(error.message)?.[1] ?? path
  const ending = ['.ts', '.mts', '.js', '.mjs', '.json', '/index.ts'].find(extension => existsSync(`${wanted}${extension}`))
  if (ending !== undefined)
    return invalid(
      `${importer} imports ${wanted}, which lacks its ending.`,
      `write \`${wanted.slice(dirname(importer).length + 1)}${ending}\` in full`,
      error,
    )
  const isPackage = error.message.includes('Cannot find package')
  const fix = isPackage
    ? 'install it (a path alias of tsconfig.json is not known to Node: use a relative path)'
    : 'check the path; Node needs the whole name with its ending'
  return invalid(`${importer} imports ${wanted}, which is not there.`, fix, error)
}

function invalid(message: string, hint: string, cause: Error): AssayError {
  return new AssayError('benchmark_invalid', message, hint, cause)
}

/** `path:line` where the error says it. */
function firstLine(error: Error, path: string): string {
  const line =
    /^(?:file:\/\/)?(\/\S+?):(\d+)(?::\d+)?$/m.exec(error.stack ?? '') ??
    /\((?:file:\/\/)?(\/[^()\s]+?):(\d+):\d+\)/.exec(error.stack ?? '')
  return line === null || line[1]?.includes('/node_modules/') ? path : `${line[1]}:${line[2]}`
}

function firstSentence(error: Error): string {
  return (error.message.split('\n').find(line => line.trim() !== '') ?? error.name).trim().replace(/\.$/, '')
}

// The identity of the files that a task reads while it runs: their content, by the names under which they are declared.
import { createHash } from 'node:crypto'
import { closeSync, globSync, openSync, readSync, statSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AssayError } from '../base/errors.ts'
import { kindOf } from '../base/kind.ts'
import { digest } from './digest.ts'

export interface DeclaredFiles {
  /** 64 hex digits: the digest of the parts; `''` where no file is declared. */
  readonly identity: string
  /** SHA-256 of the content of each file, sorted by place: from the working folder, `./…` from the benchmark's folder for a URL. */
  readonly parts: Readonly<Record<string, string>>
  /** Whether an absolute path is one of the files. */
  readonly has: (path: string) => boolean
}

export interface Folders {
  /** Where relative paths and globs begin. Default: the working directory, as for the task's own reads. */
  readonly working?: string
  /** Where the file is that declares the benchmark. */
  readonly benchmark: string
}

/**
 * Reads the files that globs and `file:` URLs name. Files are read once from start to end, whatever their size. An `AssayError`
 * `benchmark_invalid` for a glob or URL that names no file, `io` for a file that cannot be read; a `TypeError` for another value.
 */
export function readDeclaredFiles(
  files: readonly (string | URL)[],
  { working = process.cwd(), benchmark }: Folders,
): DeclaredFiles {
  const paths = new Map<string, string>()
  for (const file of files) {
    if (file instanceof URL) paths.set(`./${placeIn(benchmark, pathOf(file))}`, pathOf(file))
    else for (const path of matchesOf(file, working)) paths.set(placeIn(working, path), path)
  }
  const places = [...paths].sort(([a], [b]) => (a < b ? -1 : 1))
  const parts = Object.fromEntries(places.map(([place, path]) => [place, contentDigest(path)]))
  const known = new Set(paths.values())
  return { identity: places.length === 0 ? '' : digest(parts), parts, has: path => known.has(path) }
}

function placeIn(folder: string, path: string): string {
  return relative(folder, path).replaceAll(sep, '/')
}

function pathOf(file: URL): string {
  if (file.protocol !== 'file:') throw new TypeError(`expected \`files\` to hold globs and file: URLs, got ${file.href}`)
  const path = fileURLToPath(file)
  if (!isFile(path)) throw matchesNothing(path, `check the path; relative URLs begin at the file that makes them`)
  return path
}

function matchesOf(glob: unknown, folder: string): string[] {
  if (typeof glob !== 'string') throw new TypeError(`expected \`files\` to hold globs and URLs, got ${kindOf(glob)}`)
  const matches = globSync(glob, { cwd: folder }).map(match => resolve(folder, match))
  const paths = matches.filter(isFile)
  if (paths.length > 0) return paths
  const hint =
    matches.length > 0 ? `a folder has no content: write \`${glob.replace(/\/$/, '')}/**\`` : `globs begin at ${folder}`
  throw matchesNothing(glob, hint)
}

function matchesNothing(what: string, hint: string): AssayError {
  return new AssayError('benchmark_invalid', `\`files\` names ${what}, and there is no such file.`, hint)
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

/** In pieces, because weights may be larger than memory. */
function contentDigest(path: string): string {
  const hash = createHash('sha256')
  const piece = Buffer.allocUnsafe(1 << 20)
  try {
    const file = openSync(path, 'r')
    const read = () => readSync(file, piece, 0, piece.length, null)
    try {
      for (let size = read(); size > 0; size = read()) hash.update(piece.subarray(0, size))
    } finally {
      closeSync(file)
    }
  } catch (error) {
    throw new AssayError(
      'io',
      `${path} cannot be read.`,
      'its content is part of the identity of the task; see its permissions',
      error,
    )
  }
  return hash.digest('hex')
}

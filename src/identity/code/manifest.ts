// What package.json files say: whose file a file is, and which file a name of a package means under Node's rules.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface Manifest {
  /** Where the package is. */
  readonly folder: string
  readonly name?: unknown
  readonly version?: unknown
  readonly main?: unknown
  readonly exports?: unknown
  readonly imports?: unknown
}

/** The manifest of the package that a folder belongs to; `null` where there is none. */
export function findManifest(folder: string): Manifest | null {
  const place = above(folder, 'package.json')
  return place === null ? null : readManifest(dirname(place))
}

/** The manifest in a folder. What cannot be read says nothing. */
export function readManifest(folder: string): Manifest {
  try {
    return { ...(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as object), folder }
  } catch {
    return { folder }
  }
}

/** The nearest file or folder of this name, from a folder upwards. */
export function above(folder: string, name: string): string | null {
  const path = join(folder, name)
  if (existsSync(path)) return path
  return folder === dirname(folder) ? null : above(dirname(folder), name)
}

/**
 * The target of a name (`.`, `./sub`, `#alias`) in a map of `exports` or `imports`: a path or a package's name, `null` if the map
 * has none. Rules and order: https://nodejs.org/api/esm.html#resolution-algorithm-specification.
 */
export function findTarget(map: unknown, name: string, conditions: ReadonlySet<string>): string | null {
  const isPlain = typeof map === 'string' || Array.isArray(map) || !Object.keys(map ?? {}).some(key => /^[.#]/.test(key))
  if (isPlain) return name === '.' ? choose(map, '', conditions) : null
  const entries = map as Readonly<Record<string, unknown>>
  if (name in entries && !name.includes('*')) return choose(entries[name], '', conditions)
  const patterns = Object.keys(entries).filter(key => matches(key, name))
  // The longest text before the star wins.
  const best = patterns.sort((a, b) => b.indexOf('*') - a.indexOf('*') || b.length - a.length)[0]
  if (best === undefined) return null
  const star = best.indexOf('*')
  return choose(entries[best], name.slice(star, name.length - (best.length - star - 1)), conditions)
}

function matches(pattern: string, name: string): boolean {
  const [before = '', after] = pattern.split('*')
  return after !== undefined && name.length >= pattern.length && name.startsWith(before) && name.endsWith(after)
}

function choose(target: unknown, filling: string, conditions: ReadonlySet<string>): string | null {
  if (typeof target === 'string') return target.replaceAll('*', filling)
  if (Array.isArray(target)) return target.map(one => choose(one, filling, conditions)).find(one => one !== null) ?? null
  if (typeof target !== 'object' || target === null) return null
  for (const [condition, inner] of Object.entries(target)) {
    const found = conditions.has(condition) ? choose(inner, filling, conditions) : null
    if (found !== null) return found
  }
  return null
}

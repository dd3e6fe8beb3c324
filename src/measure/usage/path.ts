// Reads values at paths of an object whose shape nobody promises.

/** What stands at a path such as `usage.raw.service_tier`; `undefined` where anything on the way is missing. */
export function valueAt(holder: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), holder)
}

/** The first count among the paths: a finite number, 0 or more. `NaN`, with which some SDKs say "unknown", is none. */
export function countAt(holder: unknown, paths: readonly string[]): number | null {
  return paths.map(path => valueAt(holder, path)).find(isCount) ?? null
}

/** The texts at the paths that have one, each once. */
export function textsAt(holder: unknown, paths: readonly string[]): string[] {
  const texts = paths.map(path => valueAt(holder, path)).filter(value => typeof value === 'string' && value !== '')
  return [...new Set(texts)] as string[]
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}

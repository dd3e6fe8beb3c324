// Which configurations and runs the rows of a side are of, so that it can be said when there are several.
import type { MetricRow } from '../metrics/metric.ts'
import { isSame } from '../metrics/same.ts'
import { encodeTagged } from '../record/tagged.ts'

/** The columns `params_*` and `run_id` of rows. */
export type Configuration = Readonly<Record<string, unknown>>

export class Configurations {
  readonly #known = new Map<string, Configuration>()

  add(row: MetricRow): void {
    let text = ''
    for (const key in row) if (isPart(key)) text += `${key}=${textOf(row[key])}\n`
    if (this.#known.has(text)) return
    this.#known.set(text, Object.fromEntries(Object.entries(row).filter(([key]) => isPart(key))))
  }

  list(): Configuration[] {
    return [...this.#known.values()]
  }

  /** Why an item can be there twice, as the end of a sentence. */
  whyTwice(): string {
    const params = differing(this.list())
    if (params.length > 0) return `the rows differ in ${params.join(', ')}: choose one with select({ params })`
    const runs = [...new Set(this.list().map(one => one['run_id'] ?? null))]
    const isOfRuns = runs.length > 1
    return isOfRuns
      ? `the rows are of the runs ${runs.slice(0, 3).join(', ')}: choose one with select({ run })`
      : 'leave one out, or number them with `trial`'
  }
}

/** The params that are not the same in all of them. */
export function differing(configurations: readonly Configuration[]): string[] {
  const [first = {}, ...others] = configurations
  const keys = new Set(configurations.flatMap(one => Object.keys(one)).filter(key => key !== 'run_id'))
  return [...keys].filter(key => others.some(other => !isSame(other[key] ?? null, first[key] ?? null)))
}

function isPart(key: string): boolean {
  return key === 'run_id' || key.startsWith('params_')
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? encodeTagged(value) : `${typeof value} ${String(value)}`
}

// Collects what a run noticed, one finding per kind with a count and a few examples.

/** What a check or a run reports. */
export interface Finding {
  readonly id: string
  readonly severity: 'error' | 'warning' | 'info'
  readonly count: number
  readonly message: string
  readonly hint: string
  readonly examples: readonly Record<string, unknown>[]
}

export class Findings {
  readonly #found = new Map<string, Finding>()

  add(finding: Omit<Finding, 'count' | 'examples'>, example: Record<string, unknown>): void {
    const before = this.#found.get(finding.id)
    const examples = before?.examples ?? []
    const count = (before?.count ?? 0) + 1
    this.#found.set(finding.id, { ...finding, count, examples: examples.length < 5 ? [...examples, example] : examples })
  }

  list(): Finding[] {
    return [...this.#found.values()]
  }
}

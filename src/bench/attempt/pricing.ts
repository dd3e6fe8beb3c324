// Prices what tasks spend by the user's own prices and the table, and notes whose prices a run has used and what nobody can price.
import type { Findings } from '../../base/findings.ts'
import { type OwnPrices, priceOf } from '../../measure/usage/price.ts'
import { usageColumns } from '../../record/reserved.ts'
import type { Usage } from '../../record/usage.ts'

/** A usage with its cost, which is `null` where nobody knows it. */
export interface Priced {
  readonly usage: Usage
  /** Whose prices they are. */
  readonly version: string | null
  /** Why the cost is unknown. */
  readonly reason: string | null
}

export function priced(given: Usage, own: OwnPrices): Priced {
  const { costUsd, reason, priceVersion: version } = priceOf(onlyColumns(given), own)
  return { usage: costUsd === given.cost_usd ? given : { ...given, cost_usd: costUsd }, version, reason }
}

export class Pricing {
  /** The user's own prices. */
  readonly own: OwnPrices
  readonly #findings: Findings
  readonly #versions = new Set<string>()

  constructor(own: OwnPrices, findings: Findings) {
    this.own = own
    this.#findings = findings
  }

  /** Whose prices were used so far, as in `genai-prices 0.1.8; own`; `null` for nobody's. */
  get version(): string | null {
    return this.#versions.size === 0 ? null : [...this.#versions].sort().join('; ')
  }

  /** The usage with its cost, which stays `null` where nobody knows it: then a finding says why. */
  price(usage: Usage, inputId: string): Usage {
    const found = priced(usage, this.own)
    this.note(found, inputId)
    return found.usage
  }

  /** Takes note of a price that was found elsewhere. */
  note({ usage, version, reason }: Priced, inputId: string): void {
    for (const one of version?.split('; ') ?? []) this.#versions.add(one)
    if (usage.cost_usd === null) {
      const message = 'what was spent has no known cost: it is null, and no budget counts it'
      const hint = 'give the model a price in `prices` of assay.config.ts, or pass { model } to usage()'
      this.#findings.add({ id: 'unknown-price', severity: 'warning', message, hint }, { input_id: inputId, reason })
    }
  }
}

/** Numbers with something beside them would be read as a response. What `usage()` returned stays itself: its model is known by that. */
function onlyColumns(usage: Usage): Usage {
  if (Object.keys(usage).length === usageColumns.length) return usage
  return Object.fromEntries(usageColumns.map(column => [column, usage[column]])) as unknown as Usage
}

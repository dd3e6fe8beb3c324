// Prices what tasks spend by the user's own prices and the table, and notes whose prices a run has used and what nobody can price.
import type { Findings } from '../../base/findings.ts'
import { type OwnPrices, priceOf } from '../../measure/usage/price.ts'
import { usageColumns } from '../../record/reserved.ts'
import type { Usage } from '../../record/usage.ts'

export class Pricing {
  readonly #own: OwnPrices
  readonly #findings: Findings
  readonly #versions = new Set<string>()

  constructor(own: OwnPrices, findings: Findings) {
    this.#own = own
    this.#findings = findings
  }

  /** Whose prices were used so far, as in `genai-prices 0.1.8; own`; `null` for nobody's. */
  get version(): string | null {
    return this.#versions.size === 0 ? null : [...this.#versions].sort().join('; ')
  }

  /** The usage with its cost, which stays `null` where nobody knows it: then a finding says why. */
  price(usage: Usage, inputId: string): Usage {
    const { costUsd, reason, priceVersion } = priceOf(onlyColumns(usage), this.#own)
    if (priceVersion !== null) for (const version of priceVersion.split('; ')) this.#versions.add(version)
    if (costUsd === null) {
      const message = 'what was spent has no known cost: it is null, and no budget counts it'
      const hint = 'give the model a price in `prices` of assay.config.ts, or pass { model } to usage()'
      this.#findings.add({ id: 'unknown-price', severity: 'warning', message, hint }, { input_id: inputId, reason })
    }
    return costUsd === usage.cost_usd ? usage : { ...usage, cost_usd: costUsd }
  }
}

/** Numbers with something beside them would be read as a response. What `usage()` returned stays itself: its model is known by that. */
function onlyColumns(usage: Usage): Usage {
  if (Object.keys(usage).length === usageColumns.length) return usage
  return Object.fromEntries(usageColumns.map(column => [column, usage[column]])) as unknown as Usage
}

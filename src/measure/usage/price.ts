// What the tokens of a call cost, by the user's own prices or by the table, or the reason why nobody can say.
import { systemClock } from '../../base/clock.ts'
import type { Usage } from '../../record/usage.ts'
import { sum } from '../../stats/sum.ts'
import type { Call } from './call.ts'
import { callsOf } from './known.ts'
import { findPrice, tableVersion } from './table.ts'

/** The user's own prices by model, in US dollars per million tokens. They go before the table's. */
export type OwnPrices = Readonly<Record<string, { readonly inputUsdPerMillion: number; readonly outputUsdPerMillion: number }>>

export interface Price {
  /** US dollars, `null` if unknown. */
  readonly costUsd: number | null
  /** Why the cost is unknown, in one sentence; `null` if it is known. */
  readonly reason: string | null
  /** Whose prices they are: `genai-prices 0.1.8`, `own` (the user's), or `given` (the numbers brought their cost along). */
  readonly priceVersion: string | null
}

/** Tiers that cost what the table says; the others have discounts or surcharges that it does not know. */
const standardTiers: ReadonlySet<string> = new Set(['standard', 'default', 'auto', 'on_demand'])

/**
 * The cost of a usage, whose prices they are, and the reason where it is unknown; `prices` of one's own go before the table.
 *
 * Takes what `usage()` returned. A copy of it, or numbers from elsewhere, name no model any more: then only a cost that they hold counts.
 */
export function priceOf(usage: Usage, prices: OwnPrices = {}): Price {
  return priceOfCalls(callsOf(usage), prices)
}

export function priceOfCalls(calls: readonly Call[], own: OwnPrices): Price {
  const now = systemClock.now()
  const prices = calls.map(call => priceOfCall(call, own, now))
  return {
    costUsd: sumOfKnown(prices.map(price => price.costUsd)),
    reason: joined(prices.map(price => price.reason)),
    priceVersion: joined(prices.map(price => price.priceVersion)),
  }
}

/** A sum with an unknown part is unknown: leaving it out would count it as 0. */
export function sumOfKnown(values: readonly (number | null)[]): number | null {
  return values.includes(null) ? null : sum(values as number[])
}

function joined(texts: readonly (string | null)[]): string | null {
  const told = [...new Set(texts.filter(text => text !== null))]
  return told.length === 0 ? null : told.join('; ')
}

/** The price of one call. `now` stands in where the response does not say when it was answered. */
function priceOfCall(call: Call, own: OwnPrices, now: Date): Price {
  if (call.costUsd !== null) return { costUsd: call.costUsd, reason: null, priceVersion: 'given' }
  const { input_tokens: input, output_tokens: output } = call.tokens
  if (input === null && output === null) return unknown('the response does not say its tokens')
  if (input === null || output === null) return unknown(`${input === null ? 'input_tokens' : 'output_tokens'} is unknown`)
  if (call.models.length === 0) return unknown('the response does not name its model; pass { model }')

  const ownKey = call.models.flatMap(model => [model, undated(model)]).find(model => Object.hasOwn(own, model))
  const price = ownKey === undefined ? undefined : own[ownKey]
  if (price !== undefined) {
    const costUsd = (input * price.inputUsdPerMillion + output * price.outputUsdPerMillion) / 1e6
    return { costUsd, reason: null, priceVersion: 'own' }
  }
  if (call.tier !== null && !standardTiers.has(call.tier.toLowerCase()))
    return unknown(`the service tier ${JSON.stringify(call.tier)} has other prices than the table`)
  return priceByTable(call, input, output, now)
}

function priceByTable(call: Call, input: number, output: number, now: Date): Price {
  const { cached_input_tokens: read, cache_write_tokens: written, reasoning_tokens: reasoning } = call.tokens
  const counts = {
    input_tokens: input,
    output_tokens: output,
    ...(read !== null && { cache_read_tokens: read }),
    ...(written !== null && { cache_write_tokens: written }),
    ...(reasoning !== null && { output_reasoning_tokens: reasoning }),
    ...call.parts,
  }
  const model = JSON.stringify(call.models[0])
  try {
    for (const name of call.models) {
      const at = call.at ?? now
      const found =
        findPrice(name, call, counts, at) ?? (call.isModelGiven ? findPrice(name, { ...call, service: null }, counts, at) : null)
      if (found === null) continue
      const isByToken = (input === 0 || 'input_mtok' in found.model_price) && (output === 0 || 'output_mtok' in found.model_price)
      if (!isByToken) return unknown(`${tableVersion()} does not price ${model} by its tokens`)
      return { costUsd: found.total_price, reason: null, priceVersion: tableVersion() }
    }
  } catch (error) {
    return unknown(`the counts of ${model} do not fit together: ${(error as Error).message}`)
  }
  const of = call.service === null ? '' : ` of ${JSON.stringify(call.service)}`
  return unknown(`${tableVersion()} has no price for the model ${model}${of}`)
}

/** `gpt-5-2025-08-07` and `claude-sonnet-4-5-20250929` are dated forms of a name that people use. */
function undated(model: string): string {
  return model.replace(/-20\d\d-?\d\d-?\d\d$/, '')
}

function unknown(reason: string): Price {
  return { costUsd: null, reason, priceVersion: null }
}

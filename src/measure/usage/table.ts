// The dated price table that is installed with Assay: nothing is downloaded, and it is loaded when a price is first asked for.
import { readFileSync } from 'node:fs'
import { createRequire, findPackageJSON } from 'node:module'
import type * as Prices from '@pydantic/genai-prices'

const name = '@pydantic/genai-prices'
const load = createRequire(import.meta.url)
let version: string | null = null

/** Where a price stands in the table, and the price itself: US dollars per million tokens and the like. */
export type Found = NonNullable<ReturnType<typeof Prices.calcPrice>>

/** `genai-prices 0.1.8`: the same version always gives the same cost for the same tokens at the same time. */
export function tableVersion(): string {
  const path = findPackageJSON(name, import.meta.url)
  version ??= path === undefined ? null : (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version
  return `genai-prices ${version ?? 'of an unknown version'}`
}

/** Who answered, as far as anybody said: the service that was called, and the maker that the response's shape is a sign of. */
export interface Seller {
  readonly service: string | null
  readonly maker: string | null
}

/**
 * The price of one model's tokens at a time; `null` where the table has none. A name may begin with its provider (`groq/…`).
 * A service that the table does not know gets no prices of another one. Counts that contradict each other throw.
 */
export function findPrice(model: string, seller: Seller, tokens: Record<string, number>, timestamp: Date): Found | null {
  const { calcPrice, findProvider } = load(name) as typeof Prices
  const id = model.replace(/^models\//, '')
  const slash = id.indexOf('/')
  const named = slash > 0 ? findProvider({ providerId: id.slice(0, slash) }) : undefined
  const ways: (() => Found | null)[] = []
  const add = (id: string, providerId?: string) =>
    ways.push(() => calcPrice(tokens, id, { timestamp, ...(providerId && { providerId }) }))

  if (seller.service !== null) {
    const [first = ''] = seller.service.split('.')
    const service = findProvider({ providerId: seller.service }) ?? findProvider({ providerId: first })
    if (service !== undefined) add(id, service.id)
  }
  if (named !== undefined) add(id.slice(slash + 1), named.id)
  else if (seller.service === null) {
    add(id)
    if (seller.maker !== null) add(id, seller.maker)
  }
  for (const way of ways) {
    const found = way()
    if (found !== null) return found
  }
  return null
}

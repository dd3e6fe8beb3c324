// Walks through the datapoints of a run, configuration by configuration, with what the ledger knows of each.
import { type DatapointParts, datapointKeys } from '../identity/datapoint.ts'
import { type Outcome, findOutcomes } from '../ledger/ledger.ts'
import type { Session, StoredConfiguration, StoredItem } from './session.ts'

/** One datapoint of the run, before anything happens to it. */
export interface Planned {
  readonly item: StoredItem
  readonly configuration: StoredConfiguration
  readonly trial: number
  /** Its place in the whole plan, 0-based. */
  readonly position: number
  readonly key: string
  readonly parts: DatapointParts
  readonly stored: Outcome | undefined
}

/** Datapoints looked up at once: large enough to share a query, small enough that a stop is quick. */
const pageSize = 200

/** Pages in plan order. Each is looked up when it is asked for, so that what others stored meanwhile counts. */
export async function* planPages(session: Session): AsyncGenerator<Planned[]> {
  const { declaration, items, configurations, trials } = session
  for (const [c, configuration] of configurations.entries()) {
    const shared = { name: declaration.name, code: session.code, files: '', train: '', params: configuration.text }
    const keyOf = datapointKeys(shared)
    for (let trial = 0; trial < trials; trial++) {
      for (let first = 0; first < items.length; first += pageSize) {
        const page = items.slice(first, first + pageSize)
        const keys = page.map(item => keyOf(item.inputDigest, trial))
        const stored = await findOutcomes(session.store, [...new Set(keys)])
        yield page.map((item, i) => ({
          item,
          configuration,
          trial,
          position: (c * trials + trial) * items.length + first + i,
          key: keys[i] ?? '',
          parts: { ...shared, input: item.inputDigest, trial },
          stored: stored.get(keys[i] ?? ''),
        }))
      }
    }
  }
}

// Walks through the datapoints of a run or of a plan, configuration by configuration, with what the ledger knows of each.
import { type DatapointParts, datapointKeys } from '../../identity/datapoint.ts'
import { adopt } from '../../ledger/adopt.ts'
import { type Outcome, findOutcomes } from '../../ledger/outcomes.ts'
import type { DeclaredCode } from '../declare/code.ts'
import type { Configuration } from '../declare/configurations.ts'
import { type Earlier, type EarlierCode, type SharedParts, earlierOf } from './earlier.ts'
import type { Item } from '../declare/items.ts'
import type { Execute } from '../run-options.ts'
import type { Session, StoredConfiguration, StoredItem } from '../execute/session.ts'
import type { Declaration } from '../declare/spec.ts'
import type { Train } from '../declare/train.ts'

/** What is walked through: every item with every configuration in every trial. */
export interface Walk<I extends Item, C extends Configuration> {
  readonly declaration: Declaration
  readonly code: DeclaredCode
  readonly train: Train
  /** Identities of code whose results count besides the current one. */
  readonly earlierCodes: readonly EarlierCode[]
  readonly items: readonly I[]
  readonly configurations: readonly C[]
  readonly trials: number
}

/** One datapoint, before anything is known of it. */
export interface Datapoint<I extends Item, C extends Configuration> {
  readonly item: I
  readonly configuration: C
  readonly trial: number
  /** Its place in the whole walk, 0-based. */
  readonly position: number
  readonly key: string
  readonly parts: DatapointParts
  /** Other keys under which its result may stand. */
  readonly earlier: () => readonly { readonly key: string; readonly reason: string }[]
}

/** One datapoint of a run, before anything happens to it. */
export interface Planned extends Datapoint<StoredItem, StoredConfiguration> {
  /** The outcome that this run takes as its own. */
  readonly stored: Outcome | undefined
  /** There is a failure from before this run, which it does not take. */
  readonly hasFailed: boolean
  /** Why it executes whatever there is; `null` where it does not. */
  readonly bypass: 'asked to execute all' | 'asked to refresh' | null
}

/** Datapoints looked up at once: large enough to share a query, small enough that a stop is quick. */
export const pageSize = 200

/** Pages in plan order, each of one configuration and trial. Touches no store. */
export function* pagesOf<I extends Item, C extends Configuration>(walk: Walk<I, C>): Generator<Datapoint<I, C>[]> {
  const { declaration, items, configurations, trials } = walk
  const size = wholeBatches(declaration.batch ?? 1, items.length)
  for (const [c, configuration] of configurations.entries()) {
    const shared = sharedParts(walk, configuration)
    const earlier = earlierOf(shared, configuration.params, declaration.migrate, walk.earlierCodes)
    const keysOf = keyMaker(shared, earlier)
    for (let trial = 0; trial < trials; trial++) {
      for (let first = 0; first < items.length; first += size) {
        yield items.slice(first, first + size).map((item, i) => ({
          item,
          configuration,
          trial,
          position: (c * trials + trial) * items.length + first + i,
          parts: { ...shared, input: item.inputDigest, trial },
          ...keysOf(item.inputDigest, trial),
        }))
      }
    }
  }
}

/** As many items as a page holds, so that no batch is cut in two. */
function wholeBatches(batch: number, items: number): number {
  const most = Math.max(1, Math.min(batch, items))
  return most * Math.ceil(pageSize / most)
}

/** What the datapoints of one configuration have in common. */
export function sharedParts(
  { declaration, code, train }: Pick<Walk<Item, Configuration>, 'declaration' | 'code' | 'train'>,
  { text }: Configuration,
): SharedParts {
  return { name: declaration.name, code: code.identity, files: code.files, train: train.identity, params: text }
}

/** The key of a datapoint, and when asked those under which it may stand besides. */
function keyMaker(
  shared: SharedParts,
  earlier: readonly Earlier[],
): (input: string, trial: number) => Pick<Datapoint<Item, Configuration>, 'key' | 'earlier'> {
  const keyOf = datapointKeys(shared)
  const others = earlier.map(({ shared, reason }) => ({ keyOf: datapointKeys(shared), reason }))
  return (input, trial) => ({
    key: keyOf(input, trial),
    earlier: () => others.map(other => ({ key: other.keyOf(input, trial), reason: other.reason })),
  })
}

/** The pages of a run. Each is looked up when it is asked for, so that what others stored meanwhile counts. */
export async function* planPages(session: Session): AsyncGenerator<Planned[]> {
  for (const page of pagesOf(session)) {
    const stored = await lookUp(session, page)
    yield page.map(datapoint => ({ ...datapoint, ...known(session, datapoint.configuration, stored.get(datapoint.key)) }))
  }
}

async function lookUp(
  session: Session,
  page: readonly Datapoint<StoredItem, StoredConfiguration>[],
): Promise<Map<string, Outcome>> {
  const { store } = session.ledger
  const stored = await findOutcomes(store, [...new Set(page.map(({ key }) => key))])
  const adopted = await adopt(
    store,
    page.filter(({ key }) => !stored.has(key)),
  )
  if (adopted.size > 0) noteAdopted(session, adopted.size)
  return new Map([...stored, ...adopted])
}

function noteAdopted({ findings }: Session, count: number): void {
  const finding = {
    id: 'adopted',
    severity: 'info',
    message: 'results that stood under another name, other params or earlier code were taken over',
    hint: 'the column `adopted_from` of `assay_ledger` says which',
  } as const
  for (let i = 0; i < count; i++) findings.add(finding, {})
}

function known(
  { execute, refresh }: Session,
  configuration: StoredConfiguration,
  outcome: Outcome | undefined,
): Pick<Planned, 'stored' | 'hasFailed' | 'bypass'> {
  const isOurs = outcome !== undefined && isTaken(execute, outcome.status)
  const isRefreshed = isOurs && refresh(configuration, outcome.at)
  return {
    stored: isOurs && !isRefreshed ? outcome : undefined,
    hasFailed: outcome !== undefined && outcome.status !== 'ok',
    bypass: execute === 'all' ? 'asked to execute all' : isRefreshed ? 'asked to refresh' : null,
  }
}

/** Whether a run takes a stored outcome of this status as its own. */
export function isTaken(execute: Execute, status: Outcome['status']): boolean {
  const isDone = status === 'ok' || status === 'skipped'
  return { missing: isDone, new: status !== 'aborted', none: true, all: false }[execute]
}

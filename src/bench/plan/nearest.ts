// Finds for datapoints the nearest earlier one: of the same item and trial, with the fewest parts that differ, and of those the newest.
import { compareParams, isReshaped, paramsDistance } from '../../identity/changed-params.ts'
import type { DatapointParts } from '../../identity/datapoint.ts'
import { findDatapoints } from '../../ledger/parts.ts'
import type { Store } from '../../store/store.ts'
import type { SharedParts } from './earlier.ts'
import { type EarlierSetting, rowsOf } from './earlier-runs.ts'

/** A datapoint that has no result. */
export interface Missing {
  readonly key: string
  readonly itemId: string
  readonly trial: number
  /** Digest of its input. */
  readonly input: string
}

export interface Nearest {
  readonly runId: string
  readonly datapoint: string
  readonly parts: DatapointParts
}

/** Datapoints whose parts are read at once. */
const batchSize = 500

const sharedNames = ['name', 'code', 'files', 'train', 'params'] as const

/**
 * The fewest parts that differ first; then those whose params are another shape of the same; then the newest. Under another name of
 * the benchmark code and files have to be the same: it is another benchmark otherwise.
 */
export function rankSettings(settings: readonly EarlierSetting[], shared: SharedParts): EarlierSetting[] {
  const ranked = settings
    .filter(({ shared: { name, code, files } }) => name === shared.name || (code === shared.code && files === shared.files))
    .map(setting => {
      const change = compareParams(setting.shared.params, shared.params)
      return { setting, rank: [placesOf(setting, shared), isReshaped(change) ? 0 : 1, paramsDistance(change)] }
    })
  const compare = (a: readonly number[], b: readonly number[]) => a.map((n, i) => n - (b[i] ?? 0)).find(n => n !== 0) ?? 0
  return ranked.sort((a, b) => compare(a.rank, b.rank)).map(({ setting }) => setting)
}

/** Whether a datapoint may be a changed one of this setting: another value of a param makes a configuration of its own. */
export function isChanged({ shared: { params } }: EarlierSetting, shared: SharedParts): boolean {
  return isReshaped(compareParams(params, shared.params))
}

function placesOf(setting: EarlierSetting, shared: SharedParts): number {
  return sharedNames.filter(name => setting.shared[name] !== shared[name]).length
}

/** By key, for the datapoints of one configuration; one whose item no setting has in this trial is absent. */
export async function findNearest(
  store: Store,
  ledger: Store,
  ranked: readonly EarlierSetting[],
  shared: SharedParts,
  missing: readonly Missing[],
): Promise<Map<string, Nearest>> {
  const best = new Map<string, Nearest & { readonly places: number }>()
  let open = [...missing]
  for (const setting of ranked) {
    const places = placesOf(setting, shared)
    // Nothing that follows differs in fewer places than this setting.
    open = open.filter(({ key }) => (best.get(key)?.places ?? Number.POSITIVE_INFINITY) > places)
    if (open.length === 0) break
    for await (const { wanted, datapoint, parts } of datapointsOf(store, ledger, setting, open)) {
      const found = places + (parts.input === wanted.input ? 0 : 1)
      if (found < (best.get(wanted.key)?.places ?? Number.POSITIVE_INFINITY))
        best.set(wanted.key, { runId: setting.runId, datapoint, parts, places: found })
    }
  }
  return best
}

type Candidate = { readonly wanted: Missing; readonly datapoint: string; readonly parts: DatapointParts }

/** Stored datapoints of the wanted items and trials. */
async function* datapointsOf(
  store: Store,
  ledger: Store,
  setting: EarlierSetting,
  open: readonly Missing[],
): AsyncGenerator<Candidate> {
  const wanted = new Map(open.map(one => [placeOf(one.itemId, one.trial), one]))
  let batch: { readonly wanted: Missing; readonly datapoint: string }[] = []
  for await (const row of rowsOf(store, setting, ['input_id', 'trial', 'datapoint'])) {
    const one = wanted.get(placeOf(String(row['input_id']), Number(row['trial'])))
    if (one === undefined || batch.push({ wanted: one, datapoint: String(row['datapoint']) }) < batchSize) continue
    yield* await withParts(ledger, batch)
    batch = []
  }
  yield* await withParts(ledger, batch)
}

function placeOf(itemId: string, trial: number): string {
  return `${trial} ${itemId}`
}

async function withParts(ledger: Store, batch: readonly Omit<Candidate, 'parts'>[]): Promise<Candidate[]> {
  const known = await findDatapoints(
    ledger,
    batch.map(({ datapoint }) => datapoint),
  )
  return batch.flatMap(one => {
    const parts = known.get(one.datapoint)?.parts
    return parts === undefined ? [] : [{ ...one, parts }]
  })
}

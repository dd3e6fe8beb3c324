// A tracker on `predictions`: reads the rows of a run that exists, and sets columns of one's own in them; it logs nothing.
import type { AssetOptions } from '../assets/asset.ts'
import { storeAsset, whenSettled } from '../assets/stored.ts'
import { checkNames } from '../base/options.ts'
import { openExisting } from '../store/open.ts'
import type { Row } from '../store/store.ts'
import { checkRange } from './reader.ts'
import { checkColumns } from './row.ts'
import { findRun } from './runs.ts'

const table = 'predictions'

/** The run stays as it is: neither its status nor its params nor its times change. */
export async function openPredictions(location: string, options: Readonly<Record<string, unknown>>) {
  const { runId: run } = options
  const other = Object.keys(options).find(name => !['table', 'runId'].includes(name) && options[name] !== undefined)
  if (other !== undefined) throw new TypeError(`expected \`runId\` alone beside the table \`${table}\`, got \`${other}\``)
  if (typeof run !== 'string')
    throw new TypeError(
      `expected \`runId\` to be a run whose predictions are there, got ${String(run)}; its benchmark writes them`,
    )
  const store = await openExisting(location)
  try {
    const runId = String((await findRun(store, run))['run_id'])
    const close = () => store.close()
    const rowsOf = (where: object): Row => ({ ...where, run_id: runId })
    return {
      runId,
      log: refuseLater('log'),
      logBatch: refuseLater('logBatch'),
      track: refuseLater('track'),
      once: refuseLater('once'),
      setParams: refuseLater('setParams'),
      wrap: (): never => refuse('wrap'),
      set: async (columns: object, options: { readonly where?: object } = {}) => {
        checkNames(options, ['where'], 'set()')
        return whenSettled(store, () => store.set(table, checkColumns(table, columns), rowsOf(options.where ?? {})))
      },
      rows: async (options: { readonly where?: object; readonly tail?: number } = {}) => {
        checkNames(options, ['where', 'tail'], 'rows()')
        const { where = {}, tail } = options
        checkRange({ tail })
        return Array.fromAsync(store.rows(table, { where: rowsOf(where), ...(tail !== undefined && { tail }) }))
      },
      asset: async (value: unknown, options?: AssetOptions) => (await storeAsset(store, value, options)) as never,
      flush: () => store.commit([]),
      close,
      [Symbol.asyncDispose]: close,
    }
  } catch (error) {
    await store.close()
    throw error
  }
}

function refuseLater(method: string): () => Promise<never> {
  return async () => refuse(method)
}

function refuse(method: string): never {
  throw new TypeError(
    `expected a tracker with a table of its own for \`${method}\`, got one on \`${table}\`, which a benchmark writes`,
  )
}

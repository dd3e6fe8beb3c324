// What holds for every run of a project: read from its `assay.config.ts`, checked, with its paths made those of the working directory.
import { existsSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { AssayError } from '../../base/errors.ts'
import { isPlainObject } from '../../base/keys.ts'
import { suggestion } from '../../base/nearest.ts'
import type { OwnPrices } from '../../measure/usage/price.ts'
import { type ExecutorName, checkExecutor } from '../executors/choice.ts'
import { toLimits } from './limits.ts'
import { explainLoad } from './load-file.ts'
import type { Limits } from './context.ts'

/** `assay.config.ts`: `export default { db: 'lab.db' } satisfies Config`. Flags and options win over the benchmark file, the file over this. */
export interface Config {
  /** The database. Default: `assay.db` in the working directory. In a file, relative paths are relative to it. */
  readonly db?: string
  /** Where executed datapoints are kept. Default: the same database. */
  readonly ledger?: string
  /** What executes datapoints, and how many of it; as in the options of `run`. */
  readonly executor?: ExecutorName
  readonly workers?: number
  /** For what the benchmark file does not limit. */
  readonly limits?: Limits
  /** US dollars per million tokens, by the name of the model. They go before those of the price table. */
  readonly prices?: OwnPrices
}

const keys = ['db', 'ledger', 'executor', 'workers', 'limits', 'prices']
const rates = ['inputUsdPerMillion', 'outputUsdPerMillion']

/** A `TypeError` or `RangeError` names the key that does not exist or is not as expected. */
export function toConfig(value: unknown): Config {
  if (!isPlainObject(value)) throw new TypeError(`expected a config to be an object like { db: 'lab.db' }, got ${shown(value)}`)
  const unknown = Object.keys(value).find(key => !keys.includes(key))
  if (unknown !== undefined)
    throw new TypeError(`expected the keys ${keys.join(', ')} in a config, got \`${unknown}\`.${suggestion(unknown, keys)}`)
  for (const name of ['db', 'ledger']) {
    const path = value[name]
    if (path !== undefined && (typeof path !== 'string' || path.trim() === ''))
      throw new TypeError(`expected \`${name}\` of a config to be a path, got ${shown(path)}`)
  }
  checkExecutor(value, ' of a config')
  if (value['limits'] !== undefined) toLimits('a config', value['limits'])
  if (value['prices'] !== undefined) checkPrices(value['prices'])
  return value
}

function checkPrices(prices: unknown): void {
  if (!isPlainObject(prices)) throw new TypeError(`expected \`prices\` of a config to be prices by model, got ${shown(prices)}`)
  for (const [model, price] of Object.entries(prices)) {
    const names = isPlainObject(price) ? Object.keys(price) : []
    if (!isPlainObject(price) || names.length !== rates.length || !rates.every(rate => names.includes(rate)))
      throw new TypeError(`expected the price of ${model} to be { ${rates.join(', ')} }, got ${shown(price)}`)
    for (const rate of rates) {
      const amount = price[rate]
      if (!(typeof amount === 'number' && amount >= 0 && Number.isFinite(amount)))
        throw new RangeError(`expected \`${rate}\` of ${model} to be a number from 0, got ${shown(amount)}`)
    }
  }
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  return isPlainObject(value) ? `{ ${Object.keys(value).join(', ')} }` : String(value)
}

/** The default export of a config file. Every failure is an `AssayError` that names the file, with its line where Node says it, and the fix. */
export async function loadConfig(file: string | URL): Promise<Config> {
  const path = file instanceof URL ? fileURLToPath(file) : resolve(file)
  if (!existsSync(path))
    throw new AssayError('file_not_found', `There is no config file at ${path}.`, `paths are relative to ${resolve('.')}`)
  const { db, ledger, ...config } = await importConfig(path)
  const place = (given: string) => (given === ':memory:' ? given : relative('.', resolve(dirname(path), given)))
  return { ...config, ...(db !== undefined && { db: place(db) }), ...(ledger !== undefined && { ledger: place(ledger) }) }
}

async function importConfig(path: string): Promise<Config> {
  let module: { readonly default?: unknown }
  try {
    module = (await import(pathToFileURL(path).href)) as { readonly default?: unknown }
  } catch (error) {
    const explained = explainLoad(error, path)
    if (!(explained instanceof AssayError)) throw explained
    throw new AssayError('config_invalid', explained.message, explained.hint, explained.cause)
  }
  try {
    return toConfig(module.default)
  } catch (error) {
    const { message } = error as Error
    const sentence = /[.?]$/.test(message) ? message : `${message}.`
    const hint = 'it ends like `export default { db: "lab.db" } satisfies Config`'
    throw new AssayError('config_invalid', `${path}: ${sentence}`, hint, error)
  }
}

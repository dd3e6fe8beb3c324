// Declares a benchmark: checks what can be checked before anything runs, and remembers which file declared it.
import { fileURLToPath } from 'node:url'
import { getCallSites } from 'node:util'
import { isPlainObject } from '../base/keys.ts'
import { suggestion } from '../base/nearest.ts'
import { isReservedForResults } from '../record/reserved.ts'
import { fresh, freezeDeep } from './fresh.ts'
import type { Pending, Row } from './row-types.ts'
import type { Benchmark, BenchmarkSpec, Declaration } from './spec.ts'

/**
 * Declares a benchmark. Nothing runs. Write the fields in this order: each one's types come from those above it. A `TypeError` or
 * `RangeError` names a field that is not as expected.
 *
 *     export default benchmark({
 *       name: 'language-detectors',
 *       data: sentences,                                            // items
 *       input: item => item.text,                                   // what the task may see
 *       expected: item => item.language,                            // what it may not
 *       params: grid({ model: ['franc', 'tinyld'], chars: [16, 80] }),
 *       task: (text, params) => detect(params.model, text.slice(0, params.chars)),
 *       metrics: { accuracy: accuracy(), p95: quantile('duration_ms', 0.95) },
 *     })
 */
export function benchmark<Item, Input = Item, Expected = null, Params extends object = {}, Output = Pending, Metrics = {}>(
  spec: BenchmarkSpec<Item, Input, Expected, Params, Output, Metrics>,
): Benchmark<Row<Item, Params, Expected, Output>, Params, keyof Metrics & string> {
  const declaration = toDeclaration(spec as unknown as Readonly<Record<string, unknown>>)
  return Object.freeze(Object.defineProperty({ name: declaration.name }, declared, { value: declaration }))
}

/** Known to every copy of the package, so that a command line installed elsewhere runs a project's own benchmarks. */
const declared: unique symbol = Symbol.for('assay.declaration.1')

/** The declaration behind a benchmark, or `null` for a value that is none. */
export function declarationOf(value: unknown): Declaration | null {
  return typeof value === 'object' && value !== null ? ((value as { [declared]?: Declaration })[declared] ?? null) : null
}

const fields = ['name', 'data', 'id', 'input', 'expected', 'params', 'task', 'metrics', 'trials', 'version', 'limits']
const limitNames = ['concurrency', 'timeoutMs']

function toDeclaration(spec: Readonly<Record<string, unknown>>): Declaration {
  if (typeof spec !== 'object' || spec === null) throw new TypeError(`expected benchmark() to get an object, got ${String(spec)}`)
  for (const field of Object.keys(spec)) {
    if (!fields.includes(field))
      throw new TypeError(`expected the fields of a benchmark, got \`${field}\`.${suggestion(field, fields)}`)
  }
  const { name, data, trials = 1, version } = spec
  if (typeof name !== 'string' || name.trim() === '') throw new TypeError(`expected \`name\` to be a text, got ${describe(name)}`)
  if (!isData(data)) throw new TypeError(`expected \`data\` of ${name} to be iterable or a function, got ${describe(data)}`)
  if (!Number.isSafeInteger(trials) || Number(trials) < 1)
    throw new RangeError(`expected \`trials\` of ${name} to be a whole number from 1, got ${describe(trials)}`)
  if (version !== undefined && typeof version !== 'string')
    throw new TypeError(`expected \`version\` of ${name} to be a text, got ${describe(version)}`)
  return {
    name,
    data: data as Declaration['data'],
    id: callback(spec, 'id'),
    input: callback(spec, 'input') ?? (item => item),
    expected: callback(spec, 'expected') ?? (() => null),
    params: toParams(name, spec['params']),
    task: required(callback(spec, 'task'), name),
    metrics: toMetrics(name, spec['metrics'] ?? {}),
    trials: Number(trials),
    version,
    limits: toLimits(name, spec['limits'] ?? {}),
    sources: callers(),
  }
}

function isData(data: unknown): boolean {
  if (typeof data === 'function') return true
  return typeof data === 'object' && data !== null && (Symbol.iterator in data || Symbol.asyncIterator in data)
}

function callback(spec: Readonly<Record<string, unknown>>, field: string): ((...args: unknown[]) => unknown) | undefined {
  const value = spec[field]
  if (value === undefined || typeof value === 'function') return value as ((...args: unknown[]) => unknown) | undefined
  throw new TypeError(`expected \`${field}\` of ${String(spec['name'])} to be a function, got ${describe(value)}`)
}

function required<T>(task: T | undefined, name: string): T {
  if (task === undefined) throw new TypeError(`expected \`task\` of ${name} to be a function, got nothing`)
  return task
}

/** Copied and frozen: a task that changes its params would change those of every later datapoint. */
function toParams(name: string, params: unknown): readonly object[] {
  if (params === undefined) return [Object.freeze({})]
  if (typeof params !== 'object' || params === null || !(Symbol.iterator in params)) {
    throw new TypeError(`expected \`params\` of ${name} to be a list of objects, got ${describe(params)}`)
  }
  const list = [...(params as Iterable<unknown>)]
  if (list.length === 0) throw new RangeError(`expected \`params\` of ${name} to hold at least one configuration, got none`)
  return list.map((entry, i) => {
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
      throw new TypeError(`expected params[${i}] of ${name} to be an object, got ${describe(entry)}`)
    }
    return freezeDeep(fresh(entry)) as object
  })
}

function toMetrics(name: string, metrics: unknown): Declaration['metrics'] {
  if (!isPlainObject(metrics))
    throw new TypeError(`expected \`metrics\` of ${name} to be metrics by name, got ${describe(metrics)}`)
  const names = Object.keys(metrics)
  const clash = names.find(metric => names.includes(metric.replace(/_(?:low|high|n)$/, '')) && /_(?:low|high|n)$/.test(metric))
  if (clash !== undefined)
    throw new TypeError(`expected another name for the metric \`${clash}\` of ${name}: that column holds the interval of another`)
  for (const [metric, value] of Object.entries(metrics)) {
    if (typeof (value as { compute?: unknown } | null)?.compute !== 'function') {
      throw new TypeError(`expected the metric \`${metric}\` of ${name} to have a function \`compute\`, got ${describe(value)}`)
    }
    if (isReservedForResults(metric))
      throw new TypeError(`expected another name for the metric \`${metric}\` of ${name}: that column is Assay's own`)
  }
  return metrics as unknown as Declaration['metrics']
}

/** Also for limits that come from `run` or the command line. */
export function toLimits(name: string, limits: unknown): Declaration['limits'] {
  if (!isPlainObject(limits)) throw new TypeError(`expected \`limits\` of ${name} to be limits by name, got ${describe(limits)}`)
  for (const [limit, value] of Object.entries(limits)) {
    if (!limitNames.includes(limit))
      throw new TypeError(
        `expected the limits ${limitNames.join(', ')} of ${name}, got \`${limit}\`.${suggestion(limit, limitNames)}`,
      )
    if (value !== undefined && !(typeof value === 'number' && value > 0))
      throw new RangeError(`expected the limit \`${limit}\` of ${name} to be above 0, got ${describe(value)}`)
  }
  const { concurrency } = limits as Declaration['limits']
  if (concurrency !== undefined && !Number.isSafeInteger(concurrency) && concurrency !== Number.POSITIVE_INFINITY)
    throw new RangeError(`expected the limit \`concurrency\` of ${name} to be a whole number, got ${concurrency}`)
  return limits as Declaration['limits']
}

function describe(value: unknown): string {
  return typeof value === 'string'
    ? JSON.stringify(value)
    : Array.isArray(value)
      ? 'a list'
      : typeof value === 'object' && value !== null
        ? 'an object'
        : typeof value === 'function'
          ? 'a function'
          : String(value)
}

/** The files on the way to this declaration that are neither ours, nor Node's, nor an installed package's. */
function callers(): string[] {
  const own = import.meta.url
  const files = getCallSites(50, { sourceMap: false }).map(site => site.scriptName)
  return [...new Set(files.filter(file => file.startsWith('file:') && !isOurs(file, own)).map(file => fileURLToPath(file)))]
}

function isOurs(file: string, own: string): boolean {
  return file.startsWith(own.slice(0, own.lastIndexOf('/bench/') + 1)) || file.includes('/node_modules/')
}

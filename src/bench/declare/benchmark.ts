// Declares a benchmark: checks what can be checked before anything runs, and remembers which file declared it.
import { callers } from '../../identity/code.ts'
import { isPlainObject } from '../../base/keys.ts'
import { suggestion } from '../../base/nearest.ts'
import { type Benchmark, declarationOf as declaredRowsOf, declared } from '../../record/benchmark.ts'
import { isOnceName } from '../../ledger/once/once-code.ts'
import { isReservedForResults } from '../../record/reserved.ts'
import { taskForBatches } from '../command/declared.ts'
import { fresh, freezeDeep } from './fresh.ts'
import { toLimits } from './limits.ts'
import type { Pending, Result, Row } from './row-types.ts'
import { toScores } from './scores.ts'
import type { BenchmarkSpec, Declaration } from './spec.ts'

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
export function benchmark<
  Item,
  Input = Item,
  Expected = null,
  Params extends object = {},
  Setup = undefined,
  const Batch extends number | undefined = undefined,
  Output = Pending,
  Scores = unknown,
  Metrics = {},
>(
  spec: BenchmarkSpec<Item, Input, Expected, Params, Setup, Batch, Output, Scores, Metrics>,
): Benchmark<Row<Item, Params, Expected, Result<Output, Batch>, Scores>, Params, keyof Metrics & string> {
  const declaration = toDeclaration(spec as unknown as Readonly<Record<string, unknown>>)
  return Object.freeze(Object.defineProperty({ name: declaration.name }, declared, { value: declaration }))
}

/** The whole declaration behind a benchmark, or `null` for a value that is none. */
export function declarationOf(value: unknown): Declaration | null {
  return declaredRowsOf(value) as Declaration | null
}

const fields = [
  'name',
  'data',
  'id',
  'input',
  'expected',
  'params',
  'task',
  'train',
  'setup',
  'batch',
  'scores',
  'metrics',
  'trials',
  'files',
  'migrate',
  'version',
  'limits',
]

function toDeclaration(spec: Readonly<Record<string, unknown>>): Declaration {
  if (typeof spec !== 'object' || spec === null) throw new TypeError(`expected benchmark() to get an object, got ${String(spec)}`)
  for (const field of Object.keys(spec)) {
    if (!fields.includes(field))
      throw new TypeError(`expected the fields of a benchmark, got \`${field}\`.${suggestion(field, fields)}`)
  }
  const { name, data, trials = 1, version } = spec
  if (typeof name !== 'string' || name.trim() === '') throw new TypeError(`expected \`name\` to be a text, got ${describe(name)}`)
  if (isOnceName(name)) throw new TypeError(`expected another name than ${name}: so are results of \`once\` called`)
  if (/^scores\(.*\)$/s.test(name)) throw new TypeError(`expected another name than ${name}: so are judgements called`)
  if (!isData(data)) throw new TypeError(`expected \`data\` of ${name} to be iterable or a function, got ${describe(data)}`)
  if (!Number.isSafeInteger(trials) || Number(trials) < 1)
    throw new RangeError(`expected \`trials\` of ${name} to be a whole number from 1, got ${describe(trials)}`)
  if (version !== undefined && typeof version !== 'string')
    throw new TypeError(`expected \`version\` of ${name} to be a text, got ${describe(version)}`)
  const task = required(callback(spec, 'task'), name)
  return {
    name,
    data: data as Declaration['data'],
    id: callback(spec, 'id'),
    input: callback(spec, 'input') ?? (item => item),
    expected: callback(spec, 'expected') ?? (() => null),
    params: toParams(name, spec['params']),
    train: toTrain(name, spec['train']),
    setup: callback(spec, 'setup') as Declaration['setup'],
    batch: toBatch(name, spec['batch']),
    task: (spec['batch'] === undefined ? task : taskForBatches(task)) as Declaration['task'],
    scores: toScores(name, spec['scores'] ?? {}),
    metrics: toMetrics(name, spec['metrics'] ?? {}),
    trials: Number(trials),
    version,
    limits: toLimits(name, spec['limits'] ?? {}),
    files: toFiles(name, spec['files'] ?? []),
    migrate: toMigration(name, spec['migrate']),
    sites: callers(),
  }
}

function toTrain(name: string, train: unknown): Declaration['train'] {
  if (train === undefined || isData(train)) return train as Declaration['train']
  throw new TypeError(`expected \`train\` of ${name} to be iterable or a function, got ${describe(train)}`)
}

function toBatch(name: string, batch: unknown): number | undefined {
  const isCount = Number.isSafeInteger(batch) && Number(batch) >= 1
  if (batch === undefined || isCount || batch === Number.POSITIVE_INFINITY) return batch as number | undefined
  throw new RangeError(`expected \`batch\` of ${name} to be a whole number from 1 or Infinity, got ${describe(batch)}`)
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
    return freezeDeep(fresh(entry, `params[${i}] of ${name}`)) as object
  })
}

function toFiles(name: string, files: unknown): Declaration['files'] {
  const isFile = (file: unknown) => typeof file === 'string' || file instanceof URL
  if (Array.isArray(files) && files.every(isFile)) return files
  throw new TypeError(`expected \`files\` of ${name} to be a list of globs and URLs, got ${describe(files)}`)
}

function toMigration(name: string, migrate: unknown): Declaration['migrate'] {
  if (migrate === undefined) return undefined
  if (!isPlainObject(migrate)) throw new TypeError(`expected \`migrate\` of ${name} to be an object, got ${describe(migrate)}`)
  const known = ['name', 'rename', 'add']
  const unknown = Object.keys(migrate).find(key => !known.includes(key))
  if (unknown !== undefined)
    throw new TypeError(`expected \`migrate\` of ${name} to have name, rename and add, got \`${unknown}\``)
  const { name: old, rename = {}, add = {} } = migrate
  if (old !== undefined && typeof old !== 'string')
    throw new TypeError(`expected \`migrate.name\` of ${name} to be a text, got ${describe(old)}`)
  if (!isPlainObject(rename) || !Object.values(rename).every(value => typeof value === 'string'))
    throw new TypeError(`expected \`migrate.rename\` of ${name} to be old names by new name, got ${describe(rename)}`)
  if (!isPlainObject(add)) throw new TypeError(`expected \`migrate.add\` of ${name} to be values by param, got ${describe(add)}`)
  return migrate as Declaration['migrate']
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

// Works out what a run is about before anything is opened: the declaration, its code, the configurations and items that are wanted.
import { kindOf } from '../../base/kind.ts'
import { type Configuration, configurationsOf, selectConfigurations } from '../declare/configurations.ts'
import { type DeclaredCode, codeOf, judgeCodesOf } from '../declare/code.ts'
import { declarationOf } from '../declare/benchmark.ts'
import { type Item, readItems } from '../declare/items.ts'
import { loadBenchmark } from '../declare/load-file.ts'
import { type ExecutorChoice, chooseExecutor, concurrencyOf } from '../executors/choice.ts'
import { checkOptions } from '../run-options.ts'
import { sampleItems } from '../declare/sample.ts'
import type { SettledOptions } from '../settle.ts'
import type { Declaration } from '../declare/spec.ts'
import { type Train, readTrain } from '../declare/train.ts'

export interface Prepared {
  readonly declaration: Declaration
  readonly code: DeclaredCode
  /** Of each scorer's task, by the scorer's name. */
  readonly judgeCodes: ReadonlyMap<string, DeclaredCode>
  readonly train: Train
  readonly executor: ExecutorChoice
  readonly configurations: readonly Configuration[]
  readonly items: readonly Item[]
  readonly trials: number
  /** Datapoints of this run, and of the whole declaration. */
  readonly planned: number
  readonly declared: number
  /** Of items and configurations only some. */
  readonly isPartial: boolean
}

/** An item or option that is not as expected is an error. */
export async function prepare(benchmark: unknown, options: SettledOptions): Promise<Prepared> {
  const { declaration, file } = await resolve(benchmark, options.options)
  checkOptions(declaration.name, options)
  const code = codeOf(declaration, file, options.options)
  const train = await readTrain(declaration)
  const all = configurationsOf(declaration)
  const configurations = selectConfigurations(all, options.params)
  const everyItem = await readItems(declaration)
  const items = sampleItems(everyItem, options)
  const trials = options.trials ?? declaration.trials
  return {
    declaration: {
      ...declaration,
      limits: { ...options.config.limits, ...declaration.limits, ...concurrencyOf(declaration, options) },
    },
    code,
    judgeCodes: judgeCodesOf(declaration, file, options.options),
    train,
    executor: chooseExecutor(declaration, file, options),
    configurations,
    items,
    trials,
    planned: items.length * configurations.length * trials,
    declared: everyItem.length * all.length * trials,
    isPartial: items.length < everyItem.length || configurations.length < all.length,
  }
}

async function resolve(
  benchmark: unknown,
  options: SettledOptions['options'],
): Promise<{ readonly declaration: Declaration; readonly file: string | null }> {
  if (typeof benchmark === 'string' || benchmark instanceof URL) return loadBenchmark(benchmark, options)
  const declaration = declarationOf(benchmark)
  if (declaration === null) throw new TypeError(`expected a benchmark or the path of a benchmark file, got ${kindOf(benchmark)}`)
  if (options !== undefined) throw new TypeError('expected `options` with the path of a benchmark file, got a benchmark')
  return { declaration, file: null }
}

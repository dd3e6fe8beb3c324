// The benchmark that a file declares, for whoever has its path only.
import { type Benchmark, declared } from '../../record/benchmark.ts'
import { loadBenchmark } from './load-file.ts'

/**
 * The default export of a benchmark file, its rows and params not typed. `options` are for a file whose default export is a function of
 * them. An `AssayError` says in one sentence what is wrong with a file that cannot be loaded.
 */
export async function benchmarkOfFile(file: string | URL, options?: Readonly<Record<string, string>>): Promise<Benchmark> {
  const { declaration } = await loadBenchmark(file, options)
  return Object.freeze(Object.defineProperty({ name: declaration.name }, declared, { value: declaration }))
}

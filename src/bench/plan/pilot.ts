// What a benchmark has measured so far, in the database that a run of it would write to: the pilot of a larger run.
import type { AnyRow, Reader } from '../../tracker/reader.ts'
import { openReader } from '../../tracker/reader.ts'
import { benchmarkOfFile } from '../declare/benchmark-file.ts'
import { type RunOptions, checkOptions } from '../run-options.ts'
import { settleOptions } from '../settle.ts'

/**
 * A reader of the benchmark that this file declares, each datapoint once, from its newest run. `options` are those of `run`: of them
 * count `db`, `config` and `options`. An `AssayError` where there is no database, and where the benchmark never ran.
 */
export async function openPilot(file: string | URL, options: RunOptions = {}): Promise<Reader<AnyRow>> {
  const settled = await settleOptions(options as RunOptions<never>)
  const benchmark = await benchmarkOfFile(file, settled.options)
  checkOptions(benchmark.name, settled)
  return (await openReader(settled.db ?? 'assay.db', { benchmark })) as Reader<AnyRow>
}

// Says what a run would do, by datapoint, and what it would take: executes nothing, writes nothing, makes no database.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Benchmark } from '../../record/benchmark.ts'
import { openStore } from '../../store/open.ts'
import type { Store } from '../../store/store.ts'
import type { Plan } from './plan-result.ts'
import { Planning } from './planning.ts'
import { prepare } from './prepare.ts'
import type { RunOptions } from '../run-options.ts'
import { settleOptions } from '../settle.ts'

/**
 * What `run` would do with the same options, by datapoint, with time and cost from earlier rows. Executes and writes nothing; a
 * database that is not there is not made, and everything is new. Errors are those of `run`.
 */
export function plan<R, P, M extends string>(
  benchmark: Benchmark<R, P, M> | string | URL,
  options: RunOptions<P> = {},
): Promise<Plan> {
  return planAny(benchmark, options as RunOptions<never>)
}

async function planAny(benchmark: unknown, given: RunOptions<never>): Promise<Plan> {
  const options = await settleOptions(given)
  const prepared = await prepare(benchmark, options)
  await using opened = new AsyncDisposableStack()
  const db = options.db ?? 'assay.db'
  const store = await openIfThere(db, opened)
  const isApart = options.ledger !== undefined && resolve(options.ledger) !== resolve(db)
  const ledger = isApart ? await openIfThere(options.ledger ?? db, opened) : store
  return await new Planning(prepared, options, store, ledger).all()
}

async function openIfThere(location: string, opened: AsyncDisposableStack): Promise<Store | null> {
  if (location === ':memory:' || !existsSync(location)) return null
  return opened.use(await openStore(location, { mode: 'read' }))
}

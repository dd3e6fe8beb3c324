// Settles what a run is asked for: what its options do not say, its config says.
import { type Config, loadConfig, toConfig } from './declare/config.ts'
import type { RunOptions } from './run-options.ts'

/** Options whose config is read and checked, and whose database and ledger are those of the config where no option names another. */
export type SettledOptions = Omit<RunOptions<never>, 'config'> & { readonly config: Config }

export async function settleOptions(options: RunOptions<never>): Promise<SettledOptions> {
  const { config: given = {}, ...rest } = options
  const config = typeof given === 'string' || given instanceof URL ? await loadConfig(given) : toConfig(given)
  const { db, ledger, executor, workers } = config
  return {
    ...(db !== undefined && { db }),
    ...(ledger !== undefined && { ledger }),
    ...(executor !== undefined && { executor }),
    ...(workers !== undefined && { workers }),
    ...withoutUndefined(rest),
    config,
  }
}

/** An option that is there and undefined says nothing. */
function withoutUndefined(options: Omit<RunOptions<never>, 'config'>): Omit<RunOptions<never>, 'config'> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}

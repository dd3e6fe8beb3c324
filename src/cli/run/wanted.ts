// The flags that say what is wanted of a benchmark file, for `run` and `plan` alike.
import { existsSync } from 'node:fs'
import { type Flag, type Input, UsageError } from '../command.ts'
import { parseParams, parseRefresh } from '../params.ts'

export const wantedFlags = {
  db: {
    kind: 'text',
    value: 'PATH',
    about: 'the database (default: `db` of assay.config.ts, else assay.db); :memory: keeps nothing',
  },
  ledger: {
    kind: 'text',
    value: 'PATH',
    about: 'where results are kept, when several databases share them (default: the database)',
  },
  execute: {
    kind: 'text',
    value: 'WHAT',
    about: 'missing (default), new (not what failed before), none (a miss is counted, exit 1), all (again)',
  },
  refresh: {
    kind: 'list',
    value: 'WHAT',
    about: 'execute again what has a result: KEY=VALUE[,…] of its params, or an age like 7d; given both, what is both',
  },
  'accept-code': { kind: 'switch', about: 'take over results of earlier code, after an edit that changes no result' },
  option: { kind: 'list', value: 'NAME=VALUE', about: 'for a file whose default export is a function of options' },
  limit: { kind: 'count', value: 'N', about: 'only the first N items; the run is partial' },
  sample: { kind: 'count', value: 'N', about: 'only N items at random, the same ones every time; the run is partial' },
  params: {
    kind: 'list',
    value: 'KEY=VALUE[,…]',
    about: 'only configurations with these values; repeat for more values of a key',
  },
  trials: { kind: 'count', value: 'N', about: 'repeats of every item' },
  concurrency: { kind: 'count', value: 'N', about: 'datapoints in flight (default 8)' },
} as const satisfies Readonly<Record<string, Flag>>

/** Where what holds for all runs of a folder may stand. */
const configFiles = ['assay.config.ts', 'assay.config.mts', 'assay.config.js', 'assay.config.mjs']

/** The options of `run` and `plan` that these flags stand for, and the config of the working directory. */
export function wantedOptions(flags: Input['flags']) {
  return {
    ...pick(flags, ['db', 'ledger', 'execute', 'limit', 'sample', 'trials']),
    ...(flags['accept-code'] === true && { acceptCode: true }),
    ...(flags['refresh'] && { refresh: parseRefresh(flags['refresh'] as readonly string[]) }),
    ...(flags['option'] && { options: parseOptions(flags['option'] as readonly string[]) }),
    ...(flags['params'] && { params: parseParams(flags['params'] as readonly string[]) }),
    limits: pick(flags, ['concurrency']),
    ...findConfig(),
  }
}

function findConfig(): { readonly config?: string } {
  const [config, other] = configFiles.filter(file => existsSync(file))
  if (other !== undefined) throw new UsageError(`There are two config files here, ${config} and ${other}.`, 'keep one of them')
  return config === undefined ? {} : { config }
}

/** The flags that were given, as options of the same names. */
export function pick<K extends string>(flags: Input['flags'], names: readonly K[]): { [N in K]?: never } {
  return Object.fromEntries(names.filter(name => flags[name] !== undefined).map(name => [name, flags[name]])) as {
    [N in K]?: never
  }
}

function parseOptions(words: readonly string[]): Record<string, string> {
  const options: Record<string, string> = {}
  for (const word of words) {
    const equals = word.indexOf('=')
    if (equals < 1)
      throw new UsageError(`The flag --option takes NAME=VALUE, got ${JSON.stringify(word)}.`, 'for example --option subset=hard')
    options[word.slice(0, equals)] = word.slice(equals + 1)
  }
  return options
}

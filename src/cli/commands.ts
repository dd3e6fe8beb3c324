// The menu: every command by group, loaded only when it is typed.
import type { Command } from './command.ts'

/** A command of two words is one of a family: `assets ls`. */
interface Entry {
  readonly group: string
  readonly about: string
  readonly load: () => Promise<{ readonly command: Command }>
}

export const commands: Readonly<Record<string, Entry>> = {
  init: { group: 'run', about: 'write an example to run, with its data', load: () => import('./run/init.ts') },
  run: { group: 'run', about: 'run a benchmark file; what is stored is not executed again', load: () => import('./run/run.ts') },
  plan: { group: 'run', about: 'say what a run would execute, why, and what it takes', load: () => import('./run/plan.ts') },
  runs: { group: 'run', about: 'list the runs of a database', load: () => import('./run/runs.ts') },
  show: { group: 'run', about: 'show one run: what happened, and its metrics', load: () => import('./run/show.ts') },
  explain: { group: 'trust', about: 'say why a datapoint was executed', load: () => import('./trust/explain.ts') },
  compare: {
    group: 'trust',
    about: 'say whether one configuration, run or column is better than another',
    load: () => import('./trust/compare.ts'),
  },
  gate: {
    group: 'trust',
    about: 'hold a run against bounds, and against a baseline: exit 0 or 1',
    load: () => import('./trust/gate.ts'),
  },
  leaderboard: {
    group: 'trust',
    about: 'rank all configurations, with ties and the chance to be best',
    load: () => import('./trust/leaderboard.ts'),
  },
  verify: {
    group: 'trust',
    about: 'recompute every stored number, and name what differs',
    load: () => import('./trust/verify.ts'),
  },
  report: { group: 'trust', about: 'a run as a report, with the SQL of each table', load: () => import('./trust/report.ts') },
  head: { group: 'look', about: 'the first rows of a table', load: () => import('./look/head.ts') },
  tail: { group: 'look', about: 'the last rows of a table', load: () => import('./look/tail.ts') },
  columns: {
    group: 'look',
    about: 'the columns of a table, with their kinds and counts',
    load: () => import('./look/columns.ts'),
  },
  stats: {
    group: 'look',
    about: 'spread, percentiles and frequent values of columns; best and worst rows',
    load: () => import('./look/stats.ts'),
  },
  sql: { group: 'look', about: 'run a reading query of your own', load: () => import('./look/sql.ts') },
  set: { group: 'keep', about: 'set columns of your own in stored rows', load: () => import('./keep/set.ts') },
  delete: {
    group: 'keep',
    about: 'delete the rows of a run, or of all development runs',
    load: () => import('./keep/delete.ts'),
  },
  'cache stats': {
    group: 'keep',
    about: 'count what was computed and what was replayed, and why',
    load: () => import('./keep/cache/stats.ts'),
  },
  'cache ls': { group: 'keep', about: 'list the datapoints of the ledger', load: () => import('./keep/cache/ls.ts') },
  'cache show': { group: 'keep', about: 'show one datapoint of the ledger', load: () => import('./keep/cache/show.ts') },
  'cache delete': {
    group: 'keep',
    about: 'delete results, so that they execute again',
    load: () => import('./keep/cache/delete.ts'),
  },
  'cache export': {
    group: 'keep',
    about: 'write results as sorted JSON lines, without secrets',
    load: () => import('./keep/cache/export.ts'),
  },
  'cache import': { group: 'keep', about: 'take the results of an export', load: () => import('./keep/cache/import.ts') },
  'assets ls': { group: 'keep', about: 'list the assets, and what refers to them', load: () => import('./keep/assets/ls.ts') },
  'assets put': { group: 'keep', about: 'store a file by its content', load: () => import('./keep/assets/put.ts') },
  'assets get': { group: 'keep', about: 'read an asset, by its hash', load: () => import('./keep/assets/get.ts') },
  'assets delete': {
    group: 'keep',
    about: 'delete an asset that nothing refers to',
    load: () => import('./keep/assets/delete.ts'),
  },
  'assets gc': {
    group: 'keep',
    about: 'delete the assets that nothing refers to any more',
    load: () => import('./keep/assets/gc.ts'),
  },
  doctor: { group: 'agents', about: 'check this machine, and a database', load: () => import('./agents/doctor.ts') },
}

/** The name that the words begin with, of one word or two, and the words after it. The name may be of no command. */
export function splitName(words: readonly string[]): { readonly name: string; readonly rest: readonly string[] } {
  const [first = '', second = ''] = words
  const isPair = Object.hasOwn(commands, `${first} ${second}`)
  return isPair ? { name: `${first} ${second}`, rest: words.slice(2) } : { name: first, rest: words.slice(1) }
}

/** The commands of two words that begin with this one. */
export function familyOf(name: string): string[] {
  return Object.keys(commands).filter(known => known.startsWith(`${name} `))
}

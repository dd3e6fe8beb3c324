// The menu: every command by group, loaded only when it is typed.
import type { Command } from './command.ts'

interface Entry {
  readonly group: string
  readonly about: string
  readonly load: () => Promise<{ readonly command: Command }>
}

export const commands: Readonly<Record<string, Entry>> = {
  run: { group: 'run', about: 'run a benchmark file; what is stored is not executed again', load: () => import('./run/run.ts') },
  runs: { group: 'run', about: 'list the runs of a database', load: () => import('./run/runs.ts') },
  show: { group: 'run', about: 'show one run: what happened, and its metrics', load: () => import('./run/show.ts') },
  head: { group: 'look', about: 'the first rows of a table', load: () => import('./look/head.ts') },
  tail: { group: 'look', about: 'the last rows of a table', load: () => import('./look/tail.ts') },
  columns: {
    group: 'look',
    about: 'the columns of a table, with their kinds and counts',
    load: () => import('./look/columns.ts'),
  },
  sql: { group: 'look', about: 'run a reading query of your own', load: () => import('./look/sql.ts') },
  doctor: { group: 'agents', about: 'check this machine, and a database', load: () => import('./agents/doctor.ts') },
}

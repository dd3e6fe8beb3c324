// assay leaderboard DB: every configuration of a benchmark by rank, with ties, the chance to be best, and the correction for the best of many.
import { rankConfigurations } from '../../compare/ranking.ts'
import { winnerOf } from '../../compare/winner.ts'
import { renderLeaderboard } from '../../report/leaderboard.ts'
import { type Command, UsageError } from '../command.ts'
import { codeFindings, openBoard } from './leaderboard-rows.ts'

export const command: Command = {
  about:
    'Ranks every configuration of a benchmark in one metric, best first: the ranks that the data cannot tell apart, estimates, the chance to be best, and how much the best of all that were ever tried is expected to overstate itself. Each datapoint counts once, from its newest run that was not development',
  positionals: [{ name: 'DB', about: 'the path of a database' }],
  flags: {
    metric: { kind: 'text', value: 'METRIC', about: 'a metric that the benchmark declares' },
    run: { kind: 'text', value: 'RUN', about: 'only the configurations of this run; its id, or `latest`' },
    benchmark: {
      kind: 'text',
      value: 'FILE',
      about: 'the benchmark’s file: for a metric of your own, and to choose among several benchmarks (default: the newest)',
    },
  },
  example: 'assay leaderboard assay.db --metric accuracy',
  run: async ({ positionals: [db = ''], flags, width }) => {
    const { metric, run, benchmark } = flags as { readonly [flag: string]: string | undefined }
    if (metric === undefined) throw new UsageError('`assay leaderboard` needs --metric.', 'see `assay leaderboard --help`')
    await using board = await openBoard(db, { metric, run, benchmark })
    const ranked = await rankConfigurations(board.metric, board.rows)
    if (ranked.entries.length === 0)
      throw new UsageError(
        `${db} holds no row of \`${board.benchmark}\` from a run that was not development.`,
        `name a run: --run latest; the runs are listed by assay runs ${db}`,
      )
    const findings = [...ranked.findings, ...codeFindings(ranked.runs, board.runs)]
    const winner = winnerOf(ranked, board.tried)
    const { entries, method, level, items } = ranked
    const data = {
      benchmark: board.benchmark,
      metric: ranked.metric,
      better: ranked.better,
      entries: entries.map(({ chanceBest, ...entry }) => ({ ...entry, chance_best: chanceBest })),
      winner,
      method,
      level,
      items,
      findings,
    }
    return { data, text: renderLeaderboard({ ...ranked, findings }, winner, width) }
  },
}

// assay delete DB: the rows of a run go; its line in `runs` and what it executed stay.
import { plural } from '../../report/numbers.ts'
import { deleteRuns } from '../../tracker/delete-runs.ts'
import { type Command, type Input, type Result, UsageError } from '../command.ts'

export const command: Command = {
  about:
    'Deletes the rows of a run from every table, all or none. Its line in runs stays, marked as deleted; results stay in the ledger, and a later run ' +
    'replays them',
  positionals: [{ name: 'DB', about: 'the path of a database' }],
  flags: {
    run: { kind: 'text', value: 'RUN', about: 'the run: an id, or `latest`' },
    dev: { kind: 'switch', about: 'all development runs' },
    'dry-run': { kind: 'switch', about: 'change nothing, and say what would go' },
  },
  example: 'assay delete assay.db --dev --dry-run',
  run: runCommand,
}

async function runCommand({ positionals: [db = ''], flags }: Input): Promise<Result> {
  const run = flags['run'] as string | undefined
  const isDev = flags['dev'] === true
  const isDryRun = flags['dry-run'] === true
  if ((run === undefined) !== isDev)
    throw new UsageError('`assay delete` takes either --run RUN or --dev.', `list the runs: assay runs ${db}`)
  const { runs, rows, kept } = await deleteRuns(db, run === undefined ? { dev: true } : { run }, { dryRun: isDryRun })
  const text = [
    `${isDryRun ? 'would delete' : 'deleted'} ${runs.length === 0 ? 'nothing: there are no development runs' : runs.join(', ')}`,
    ...Object.entries(rows).map(([table, count]) => `  ${plural(count, 'row')} of ${table}`),
    ...(kept === 0
      ? []
      : [
          `${plural(kept, 'result')} ${kept === 1 ? 'stays' : 'stay'} in the ledger: a later run replays ${kept === 1 ? 'it' : 'them'}, and executes none anew`,
        ]),
  ]
  return { data: { runs, rows, kept, dry_run: isDryRun }, text: text.join('\n') }
}

// assay cache delete DB: results go, so that they execute again; says what that would take.
import { deleteDatapoints } from '../../../ledger/tending/delete.ts'
import { formatCount, plural } from '../../../report/numbers.ts'
import { type Command, UsageError } from '../../command.ts'
import { choiceFlags, choiceOf } from './choice.ts'
import { describePrice, priceJson } from './price.ts'

export const command: Command = {
  about:
    'Deletes results and failures from the ledger, all or none, and says what it took to compute them: they execute again when they are asked for. Rows of ' +
    'predictions stay. What is in flight at this moment is left',
  positionals: [
    { name: 'DB', about: 'the path of a database' },
    { name: 'DATAPOINT', about: 'a key, or six or more of the first digits', count: 'any' },
  ],
  flags: { ...choiceFlags, 'dry-run': { kind: 'switch', about: 'change nothing, and say what would go' } },
  example: 'assay cache delete assay.db --params model=franc --older 30d --dry-run',
  run: async ({ positionals: [db = '', ...datapoints], flags }) => {
    const choice = choiceOf(flags, datapoints)
    if (Object.keys(choice).length === 0)
      throw new UsageError(
        '`assay cache delete` takes a DATAPOINT, or at least one of --run, --params, --older, --status.',
        `list what is there: assay cache ls ${db}`,
      )
    const dryRun = flags['dry-run'] === true
    const { count, inFlight, ...price } = await deleteDatapoints(db, choice, { dryRun })
    const lines = [
      `${dryRun ? 'would delete' : 'deleted'} ${plural(count, 'result')}`,
      ...(count === 0
        ? []
        : [
            `  computing them took ${describePrice(price)}`,
            '  rows of predictions stay; a run that needs these executes them again',
          ]),
      ...(inFlight === 0 ? [] : [`  ${formatCount(inFlight)} in flight ${dryRun ? 'would be left' : 'left'}`]),
    ]
    return { data: { deleted: count, in_flight: inFlight, ...priceJson(price), dry_run: dryRun }, text: lines.join('\n') }
  },
}

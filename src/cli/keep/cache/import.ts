// assay cache import DB FILE: takes the datapoints of an export into the ledger.
import { importDatapoints } from '../../../ledger/tending/import.ts'
import { formatCount, plural } from '../../../report/numbers.ts'
import type { Command } from '../../command.ts'

export const command: Command = {
  about:
    'Adds the datapoints of a file that `assay cache export` wrote, so that runs replay them. A result that is there already stays; a failure gives way to a ' +
    'result. Every line is checked, its key against its parts and its checksum against the whole, before the first is stored; makes the database if it is not there',
  positionals: [
    { name: 'DB', about: 'the path of a database' },
    { name: 'FILE', about: 'JSON lines of `assay cache export`' },
  ],
  flags: {},
  example: 'assay cache import assay.db results.jsonl',
  run: async ({ positionals: [db = '', file = ''] }) => {
    const { added, replaced, present } = await importDatapoints(db, file)
    const text = `added ${plural(added, 'datapoint')}, replaced ${formatCount(replaced)}; ${formatCount(present)} ${present === 1 ? 'was' : 'were'} there already`
    return { data: { added, replaced, present }, text }
  },
}

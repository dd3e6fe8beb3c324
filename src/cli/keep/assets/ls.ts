// assay assets ls DB: what is stored by content, and how many rows refer to it.
import { listAssets } from '../../../assets/tend.ts'
import { formatCell } from '../../../report/cells.ts'
import { formatCount } from '../../../report/numbers.ts'
import { renderTable } from '../../../report/table.ts'
import type { Command } from '../../command.ts'
import { toJson } from './json.ts'

export const command: Command = {
  about: 'Lists the assets of a database, with the number of rows and of results in the ledger that refer to each',
  positionals: [{ name: 'DB', about: 'the path of a database' }],
  flags: {},
  example: 'assay assets ls lab.db',
  run: async ({ positionals: [db = ''], width }) => {
    const assets = await listAssets(db)
    const table = renderTable(
      [{ title: 'hash' }, { title: 'bytes', align: 'right' }, { title: 'media type' }, { title: 'references', align: 'right' }],
      assets.map(({ hash, bytes, mediaType, references }) => [
        hash.slice(0, 12),
        formatCount(bytes),
        formatCell(mediaType),
        formatCount(references),
      ]),
      width,
    )
    return { data: { assets: assets.map(toJson) }, text: assets.length === 0 ? `No assets in ${db} yet.` : table }
  },
}

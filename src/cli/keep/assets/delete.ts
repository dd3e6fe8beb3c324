// assay assets delete DB HASH: one asset goes, if nothing refers to it.
import { deleteAsset } from '../../../assets/tend.ts'
import { plural } from '../../../report/numbers.ts'
import type { Command } from '../../command.ts'
import { toJson } from './json.ts'

export const command: Command = {
  about: 'Deletes one asset. One that rows or results in the ledger refer to is refused',
  positionals: [
    { name: 'DB', about: 'the path of a database' },
    { name: 'HASH', about: 'its hash, or six or more of the first digits' },
  ],
  flags: { 'dry-run': { kind: 'switch', about: 'change nothing, and say what would go' } },
  example: 'assay assets delete lab.db 2c26b46b68ff --dry-run',
  run: async ({ positionals: [db = '', digits = ''], flags }) => {
    const dryRun = flags['dry-run'] === true
    const asset = await deleteAsset(db, digits, { dryRun })
    const text = `${dryRun ? 'would delete' : 'deleted'} ${asset.hash.slice(0, 12)}, ${plural(asset.bytes, 'byte')}`
    return { data: { asset: toJson(asset), dry_run: dryRun }, text }
  },
}

// assay assets gc DB: assets that nothing refers to any more go.
import { collectAssets } from '../../../assets/tend.ts'
import { formatCount, plural } from '../../../report/numbers.ts'
import type { Command } from '../../command.ts'
import { toJson } from './json.ts'

export const command: Command = {
  about:
    'Deletes the assets that no row and no result in the ledger refers to, and what killed processes had begun to store. Others may go on writing ' +
    'meanwhile. The file does not shrink; its free pages are used again',
  positionals: [{ name: 'DB', about: 'the path of a database' }],
  flags: {
    grace: {
      kind: 'duration',
      value: 'TIME',
      about: 'leave what was stored or referred to since then, such as 500ms, 30s, 5m (default 24h)',
    },
    'dry-run': { kind: 'switch', about: 'change nothing, and say what would go' },
  },
  example: 'assay assets gc lab.db --dry-run',
  run: async ({ positionals: [db = ''], flags }) => {
    const dryRun = flags['dry-run'] === true
    const graceMs = flags['grace'] as number | undefined
    const { assets, unfinished } = await collectAssets(db, { dryRun, ...(graceMs !== undefined && { graceMs }) })
    const bytes = assets.reduce((sum, asset) => sum + asset.bytes, 0)
    const lines = [
      `${dryRun ? 'would delete' : 'deleted'} ${plural(assets.length, 'asset')}, ${plural(bytes, 'byte')}`,
      ...assets.map(({ hash, bytes }) => `  ${hash.slice(0, 12)}  ${plural(bytes, 'byte')}`),
      ...(unfinished === 0 ? [] : [`${formatCount(unfinished)} that a killed process had begun to store`]),
    ]
    return { data: { assets: assets.map(toJson), bytes, unfinished, dry_run: dryRun }, text: lines.join('\n') }
  },
}

// assay assets put DB FILE: stores a file by its content.
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { putAsset } from '../../../assets/tend.ts'
import { plural } from '../../../report/numbers.ts'
import type { Command } from '../../command.ts'

export const command: Command = {
  about:
    'Stores a file once, by its content, and prints its hash. Until a row refers to it, it counts as unused: `assets gc` leaves it alone for a day',
  positionals: [
    { name: 'DB', about: 'the path of a database; it is made if it is not there' },
    { name: 'FILE', about: 'the path of a file, of any size' },
  ],
  flags: { 'media-type': { kind: 'text', value: 'TYPE', about: 'what it is (default application/octet-stream)' } },
  example: 'assay assets put lab.db weights.bin',
  run: async ({ positionals: [db = '', file = ''], flags }) => {
    const given = flags['media-type'] as string | undefined
    const { hash, bytes, mediaType } = await putAsset(
      db,
      pathToFileURL(resolve(file)),
      given === undefined ? {} : { mediaType: given },
    )
    const closing = `${plural(bytes, 'byte')} in ${db}`
    return { data: { hash, bytes, media_type: mediaType }, text: hash, closing }
  },
}

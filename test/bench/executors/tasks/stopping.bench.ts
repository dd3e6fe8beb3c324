// Each item says that it started, and ends in its own way once the run is stopped.
import { writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import { benchmark, type Options } from 'assay'

export default ({ folder = '' }: Options) =>
  benchmark({
    name: 'stopping',
    data: ['obeys', 'finishes', 'ignores'],
    id: id => id,
    version: '1',
    limits: { concurrency: 3 },
    task: async (id, _, { signal, record }) => {
      record({ raw: id })
      writeFileSync(join(folder, id), '')
      await once(signal, 'abort')
      if (id === 'obeys') throw signal.reason
      if (id === 'ignores') return new Promise<string>(() => {})
      return 'after all'
    },
  })

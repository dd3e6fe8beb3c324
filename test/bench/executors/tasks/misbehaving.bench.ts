// Items that harm the thread or process that executes them, each between two that do not.
import { setTimeout as sleep } from 'node:timers/promises'
import { benchmark, type Options } from 'assay'

const harms: Readonly<Record<string, () => unknown>> = {
  exit: () => process.exit(3),
  block: () => {
    for (;;);
  },
  stray: () => {
    setTimeout(() => {
      throw new Error('late')
    }, 0)
    void Promise.reject(new Error('lost'))
    return sleep(20, 'stray')
  },
  noise: () => {
    console.log('{"ok":true}')
    process.stdout.write('garbage')
    return 'noise'
  },
  huge: () => 'x'.repeat(50_000_000),
  heap: () => {
    const all: unknown[] = []
    for (;;) all.push(Array.from({ length: 1_000_000 }, () => 1.5))
  },
}

export default ({ harm = '' }: Options) =>
  benchmark({
    name: 'misbehaving',
    data: harm.split(',').flatMap(id => [`before ${id}`, id, `after ${id}`]),
    id: id => id,
    version: '1',
    limits: { timeoutMs: 1_000 },
    task: async (id, _, { record, folder }) => {
      record({ raw: id })
      const path = await folder()
      const said = await (harms[id]?.() ?? sleep(5, id))
      return { path, pid: process.pid, length: String(said).length }
    },
  })

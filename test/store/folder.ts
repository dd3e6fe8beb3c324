// A folder of its own for each test file, gone when its tests are over.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'

export const folder = await mkdtemp(join(tmpdir(), 'assay-store-'))
after(() => rm(folder, { recursive: true, force: true }))

let count = 0

/** A path that nobody uses yet. */
export function newPath(name = 'lab.db'): string {
  return join(folder, `${++count}-${name}`)
}

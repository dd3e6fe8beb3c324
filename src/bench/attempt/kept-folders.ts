// The folders of a run that keeps them: in one place, each named so that one finds it from its row.
import { mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Findings } from '../../base/findings.ts'

/** Whose folder it is; a `setup` has no datapoint. */
export interface FolderOwner {
  readonly inputId: string
  /** The datapoint's key. */
  readonly datapoint: string
  readonly attempt: number
}

export class KeptFolders {
  readonly #root: string
  readonly #findings: Findings

  constructor(runId: string, findings: Findings) {
    this.#root = join(tmpdir(), `assay-${runId}`)
    this.#findings = findings
  }

  /** A new, empty folder, which stays. */
  async make(owner: FolderOwner | 'setup'): Promise<string> {
    await mkdir(this.#root, { recursive: true, mode: 0o700 })
    const folder = await mkdtemp(join(this.#root, `${nameOf(owner)}-`))
    const message = `the folders of this run are kept in ${this.#root}`
    const hint = 'a name is the input_id, the beginning of the datapoint and the attempt; remove them when you have looked'
    this.#findings.add(
      { id: 'folders-kept', severity: 'info', message, hint },
      owner === 'setup' ? { folder } : { input_id: owner.inputId, datapoint: owner.datapoint, folder },
    )
    return folder
  }
}

/** An id that a file system might not take as it is, is left out. */
function nameOf(owner: FolderOwner | 'setup'): string {
  if (owner === 'setup') return owner
  const { inputId, datapoint, attempt } = owner
  const isSafe = /^[A-Za-z0-9_][\w.-]{0,63}$/.test(inputId)
  return [...(isSafe ? [inputId] : []), datapoint.slice(0, 12), attempt].join('-')
}

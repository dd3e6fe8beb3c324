// What an attempt or a set-up leaves to be tidied: folders and deferred calls, undone last first, in every outcome.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { kindOf } from '../../base/kind.ts'

export class Cleanups {
  #work: (() => unknown)[] = []
  readonly #keepFolder: (() => Promise<string>) | null

  /** Folders come from `keepFolder`, and stay, in a run that keeps them. */
  constructor(keepFolder: (() => Promise<string>) | null = null) {
    this.#keepFolder = keepFolder
  }

  defer(cleanup: () => unknown): void {
    if (typeof cleanup !== 'function') throw new TypeError(`expected defer() to get a function, got ${kindOf(cleanup)}`)
    this.#work.push(cleanup)
  }

  /** A new, empty folder, which is removed at the end unless the run keeps folders. */
  async folder(): Promise<string> {
    if (this.#keepFolder !== null) return this.#keepFolder()
    const folder = await mkdtemp(join(tmpdir(), 'assay-'))
    this.#work.push(() => rm(folder, { recursive: true, force: true }))
    return folder
  }

  /** Calls everything, whatever any of it throws, and returns what was thrown. */
  async run(): Promise<unknown[]> {
    const work = this.#work.toReversed()
    this.#work = []
    const thrown: unknown[] = []
    for (const cleanup of work) {
      try {
        await cleanup()
      } catch (error) {
        thrown.push(error)
      }
    }
    return thrown
  }

  /** Whether there is anything to do: most attempts leave nothing. */
  get isEmpty(): boolean {
    return this.#work.length === 0
  }
}

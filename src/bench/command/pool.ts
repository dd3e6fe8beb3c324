// The started programs of one declared command: as many as are asked at once, kept for later questions until the runs are over.
import { nameOf } from './failure.ts'
import { Program, type Said } from './program.ts'
import { resolve } from 'node:path'

/** What a command declares. */
export interface Declared {
  readonly argv: readonly string[]
  /** As it was given; relative to the working directory. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

/** Called with each line on stdout that is no answer. */
export type OnNoise = (line: string) => void

export class Pool {
  readonly declared: Declared
  readonly #programs = new Set<Program>()
  readonly #listeners = new Set<OnNoise>()

  constructor(declared: Declared) {
    this.declared = declared
  }

  async ask(question: object, signal: AbortSignal): Promise<Said> {
    signal.throwIfAborted()
    // The newest free one: what was used last is warm.
    const program = [...this.#programs].findLast(({ isFree }) => isFree) ?? this.#start()
    return program.ask(question, signal)
  }

  /** For as long as a run lasts: it hears of noise, and when the last one is over, so are the programs. */
  async during<T>(work: () => Promise<T>, onNoise: OnNoise): Promise<T> {
    this.#listeners.add(onNoise)
    try {
      return await work()
    } finally {
      if (this.#listeners.size === 1) await Promise.all([...this.#programs].map(program => program.end()))
      this.#listeners.delete(onNoise)
    }
  }

  #start(): Program {
    const { argv, cwd, env } = this.declared
    const program = new Program({ argv, cwd: resolve(cwd), env, onNoise: line => this.#onNoise(line) })
    this.#programs.add(program)
    void program.ended.then(() => this.#programs.delete(program))
    return program
  }

  #onNoise(line: string): void {
    for (const listener of this.#listeners) listener(line)
    // Called by a function that is no benchmark's task itself: there is no run to tell.
    if (this.#listeners.size === 0)
      process.emitWarning(`${nameOf(this.declared.argv)} wrote a line to stdout that is no answer: ${line}`, 'CommandNoise')
  }
}

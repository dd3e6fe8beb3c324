// Appends what a tracker logs to a file of JSON lines; whatever becomes of that file, the rows and their caller are not touched.
import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from 'node:fs'
import { type Finding, Findings } from '../base/findings.ts'
import { settleOf } from '../record/asset.ts'
import { encodeLine } from '../record/lines.ts'
import type { Row } from '../store/store.ts'

/** A row's line, or why it has none. */
interface Line {
  readonly rowId: unknown
  readonly text: string | null
  readonly reason: string
}

/** The most text that goes into the file at once. A longer line goes alone. */
const appendCharacters = 1024 * 1024

/** Where lines go while a tracker is open. */
export class Sink {
  readonly #path: string
  readonly #findings = new Findings()
  #waiting: Line[] = []
  #appending: Promise<void> | null = null

  constructor(path: string) {
    this.#path = path
  }

  /** The lines of rows as they are at this moment, whatever their owner does with them while they are stored. */
  encode(rows: readonly Row[]): Line[] {
    return rows.map(row => {
      try {
        return { rowId: row['row_id'], text: `${encodeLine(row)}\n`, reason: '' }
      } catch (error) {
        if (settleOf(error) !== null) throw error
        return { rowId: row['row_id'], text: null, reason: (error as Error).message }
      }
    })
  }

  /** Resolves when the lines of stored rows are in the file, or counted as missing. What is stored at one moment is appended at once. */
  async append(lines: readonly Line[]): Promise<void> {
    for (const line of lines) this.#waiting.push(line)
    this.#appending ??= Promise.resolve().then(() => this.#appendWaiting())
    await this.#appending
  }

  /** Resolves when no line waits any more. */
  async drained(): Promise<void> {
    await this.#appending
  }

  /** That rows have no line, if there are such. */
  findings(): readonly Finding[] {
    return this.#findings.list()
  }

  #appendWaiting(): void {
    const lines = this.#waiting
    this.#waiting = []
    this.#appending = null
    for (let start = 0; start < lines.length; ) {
      let end = start
      for (let length = 0; end < lines.length; end++) {
        length += lines[end]?.text?.length ?? 0
        if (end > start && length > appendCharacters) break
      }
      this.#appendOnce(lines.slice(start, end))
      start = end
    }
  }

  #appendOnce(lines: readonly Line[]): void {
    for (const { rowId, text, reason } of lines) if (text === null) this.#miss(rowId, reason)
    const whole = lines.filter(({ text }) => text !== null)
    const text = Buffer.from(whole.map(line => line.text).join(''))
    const { written, reason } = appendTo(this.#path, text)
    let end = 0
    for (const line of whole) {
      end += Buffer.byteLength(line.text ?? '')
      if (end > written) this.#miss(line.rowId, reason)
    }
  }

  /** Said once to whoever runs the program, and counted in the findings of the run. */
  #miss(rowId: unknown, reason: string): void {
    const message = `rows could not be appended to ${this.#path} (${reason}); they are stored in the database all the same`
    const hint = 'mend the file or its folder: what is logged from then on is appended again'
    if (this.#findings.list().length === 0)
      process.emitWarning(message, { type: 'AssayWarning', code: 'ASSAY_SINK_FAILED', detail: hint })
    this.#findings.add({ id: 'sink-failed', severity: 'warning', message, hint }, { row_id: rowId })
  }
}

/** How many bytes the file took, and why it did not take all. */
function appendTo(path: string, text: Buffer): { readonly written: number; readonly reason: string } {
  try {
    const written = Math.max(0, appendNow(path, text))
    return { written, reason: `it took only ${written} of ${text.length} bytes` }
  } catch (error) {
    return { written: 0, reason: (error as Error).message }
  }
}

/**
 * One append, so that lines of several processes do not mix. The file is opened each time: one that was moved or deleted is made
 * anew instead of taking lines that nobody will find. It never waits: a full pipe is an error.
 */
function appendNow(path: string, text: Buffer): number {
  const { O_RDWR, O_APPEND, O_CREAT, O_NONBLOCK } = constants
  const file = openSync(path, O_RDWR | O_APPEND | O_CREAT | O_NONBLOCK, 0o666)
  try {
    // A kill or a full disk may have cut off the last line: it must not spoil the next one too.
    const start = endsWithin(file) ? '\n' : ''
    return writeSync(file, Buffer.concat([Buffer.from(start), text])) - start.length
  } finally {
    closeSync(file)
  }
}

/** Whether a file ends within a line. */
function endsWithin(file: number): boolean {
  const { size } = fstatSync(file)
  const last = Buffer.alloc(1)
  return size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== 10
}

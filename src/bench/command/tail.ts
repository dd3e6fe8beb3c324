// Keeps the end of what a program writes to stderr, however much that is.

/** What an error shows of it. */
const mostBytes = 4_096
const mostLines = 20

export class Tail {
  #pieces: Buffer[] = []
  #size = 0
  #isCut = false

  push(piece: Buffer): void {
    this.#pieces.push(piece)
    this.#size += piece.length
    if (this.#size <= 16 * mostBytes) return
    this.#pieces = [Buffer.from(Buffer.concat(this.#pieces).subarray(-mostBytes))]
    this.#size = mostBytes
    this.#isCut = true
  }

  /** The last lines. One whose beginning was cut off is left out, unless it is the only one. */
  get text(): string {
    const lines = Buffer.concat(this.#pieces).subarray(-mostBytes).toString().trimEnd().split('\n')
    const isCut = this.#isCut || this.#size > mostBytes
    return lines
      .slice(isCut && lines.length > 1 ? 1 : 0)
      .slice(-mostLines)
      .join('\n')
  }
}

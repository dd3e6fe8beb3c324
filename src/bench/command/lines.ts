// Cuts a stream of bytes into lines; a line that comes in thousands of pieces is joined once.

const newline = 0x0a

export class Lines {
  #pieces: Buffer[] = []
  #size = 0

  /** The lines that this piece completes, without their ends. */
  push(piece: Buffer): Buffer[] {
    const lines: Buffer[] = []
    let start = 0
    for (let end = piece.indexOf(newline); end !== -1; end = piece.indexOf(newline, start)) {
      lines.push(Buffer.concat([...this.#pieces, piece.subarray(start, end)]))
      this.#pieces = []
      this.#size = 0
      start = end + 1
    }
    if (start < piece.length) this.#pieces.push(piece.subarray(start))
    this.#size += piece.length - start
    return lines
  }

  /** Bytes of the line that has no end yet. */
  get openBytes(): number {
    return this.#size
  }
}

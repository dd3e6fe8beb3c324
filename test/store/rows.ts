// The rows that several processes write at once: told from each other, and with keys over which they race.

export function rowOf(writer: number, i: number): Record<string, unknown> {
  return {
    writer,
    i,
    [`own ${writer} ${i}`]: i,
    [`shared ${i}`]: writer % 2 === 0 ? i : `text ${i}`,
    [writer % 2 === 0 ? `Case ${i}` : `case ${i}`]: writer,
  }
}

export const batchSize = 7

/** The rows of one batch, with a column of its own. */
export function batchOf(writer: string, batch: number): Record<string, unknown>[] {
  return Array.from({ length: batchSize }, (_, i) => ({
    writer,
    batch,
    i,
    [`${writer} ${batch % 20}`]: i,
    text: 'x'.repeat(200),
  }))
}

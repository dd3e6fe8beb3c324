// A small benchmark with scorers of a test's own, which counts how often its task is called.
import { type Scorer, benchmark } from 'assay'

export const numbers = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `i${i}`, x: i }))

type Judges = Readonly<Record<string, (scored: { readonly id: string; readonly result: number }) => unknown>>

/** Three numbers, times ten. Scorers may return what types would refuse. */
export function tens(judges: Judges) {
  const calls = { count: 0 }
  const declared = benchmark({
    name: 'tens',
    data: numbers(3),
    input: item => item.x,
    task: x => (calls.count++, x * 10),
    scores: judges as Readonly<Record<string, Scorer<number, number, null>>>,
    version: '1',
  })
  return { declared, calls }
}

/** The scores of each row, as pairs of column and value. */
export function scoresOf(rows: readonly object[]): [string, unknown][][] {
  return rows.map(row => Object.entries(row).filter(([key]) => key.startsWith('scores_')))
}

// The identity of an input against plain JSON text of the same value.
import { digest } from '../src/identity/digest.ts'
import { type Comparison, timed } from './measure.ts'

function records(count: number): object[] {
  return Array.from({ length: count }, (_, i) => ({
    id: i,
    name: `item number ${i}`,
    score: i * 0.37,
    tags: ['a', 'b'],
    ok: true,
    nested: { x: 1, y: null },
  }))
}

export const canonicalComparisons: readonly Comparison[] = [
  { size: '1 KB', value: records(10), count: 5_000 },
  { size: '100 KB', value: records(1_000), count: 50 },
].map(({ size, value, count }) => ({
  name: `identity of a ${size} input`,
  unit: 'inputs',
  count,
  ceiling: 'JSON.stringify',
  aim: '≤ 4 × its time',
  ours: () => timed(() => repeat(count, () => digest(value))),
  raw: () => timed(() => repeat(count, () => JSON.stringify(value))),
}))

function repeat(count: number, work: () => unknown): void {
  for (let i = 0; i < count; i++) work()
}

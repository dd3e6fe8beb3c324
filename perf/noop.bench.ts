// A benchmark that costs nothing itself: what its run takes is what Assay takes.
import { benchmark, mean } from 'assay'

const count = Number(process.env['COUNT'] ?? 4_000)

export default benchmark({
  name: 'noop',
  data: Array.from({ length: count }, (_, i) => ({ id: i, x: i })),
  expected: item => item.x % 2,
  version: '1',
  task: item => item.x % 2,
  metrics: { mean: mean('prediction') },
})

// A benchmark whose task computes and never waits: it uses one core inline, and as many as there are threads.
import { benchmark } from 'assay'

export default benchmark({
  name: 'cpu',
  data: Array.from({ length: 40 }, (_, i) => ({ id: i, seed: i + 1 })),
  version: '1',
  task: ({ seed }) => {
    let state = seed
    for (let i = 0; i < 160_000_000; i++) state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return state
  },
})

// A benchmark with everything that a run can store: failed, skipped and unlabelled items, costs, scores of both kinds, a metric of one's own, slices.
import { accuracy, benchmark, mean, quantile } from 'assay'

const spent = {
  input_tokens: 5,
  cached_input_tokens: 1,
  cache_write_tokens: 1,
  output_tokens: 7,
  reasoning_tokens: 2,
  cost_usd: 0.25,
}

const items = Array.from({ length: 8 }, (_, i) => ({ id: `i${i}`, source: i < 5 ? 'web' : 'book', n: i, list: [i, new Date(i)] }))

export const audited = benchmark({
  name: 'audited',
  data: items,
  input: ({ n }) => n,
  expected: ({ n }) => (n === 5 ? null : n % 2 === 1 ? 'yes' : 'no'),
  params: [{ model: 'm' }, { model: 'n', deep: { a: 1 } }],
  trials: 2,
  task: (n, { model }, context) => {
    context.spend(spent)
    context.record({ turns: n + 1 })
    if (n === 0) throw new RangeError('none of zero')
    if (n === 1 && model === 'n') return context.skip('not for n')
    return { prediction: model === 'm' || n % 4 === 0 ? 'yes' : 'no', score: n / 7, more: [n, { at: new Date(n) }] }
  },
  scores: {
    length: ({ result }) => result.more.length + result.score,
    judge: { task: async ({ result }) => ({ good: result.score > 0.3, grade: result.score / 3 }), version: '1', trials: 2 },
  },
  metrics: {
    accuracy: accuracy({ by: 'item_source' }),
    score: mean('score', { better: 'higher' }),
    median: quantile('score', 0.5),
    length: mean('scores_length'),
    own: { compute: rows => rows.length, better: 'lower' as const },
  },
  version: '1',
})

// 2. Three embedding models, nearest centroid, train/test split; calls in batches of 32, each item one datapoint. (`f1` is not there yet.)
import { accuracy, benchmark, csv, grid, mean, sum } from 'assay'
import { pipeline } from '@huggingface/transformers'
import { z } from 'zod'

const Ticket = z.object({ id: z.string(), text: z.string(), label: z.enum(['billing', 'bug', 'question']) })
type Centroids = Record<string, number[]>

export default benchmark({
  name: 'ticket-embeddings',
  data: csv('tickets-test.csv', Ticket),
  train: csv('tickets-train.csv', Ticket),              // validate proves that none of these is in `data`
  input: item => item.text,                             // the label stays out of the task's sight and of the key
  expected: item => item.label,
  params: grid({ model: ['Xenova/all-MiniLM-L6-v2', 'Xenova/bge-small-en-v1.5', 'Xenova/gte-small'] }),
  setup: async ({ model }, context) => {                // once per model and worker; never when all is cached
    const extract = await pipeline('feature-extraction', model)
    context.defer(() => extract.dispose())              // disposed when the last datapoint of these params is done
    const embed = async (texts: readonly string[]) => (await extract(texts, { pooling: 'mean', normalize: true })).tolist()

    const examples = await Array.fromAsync(context.train)
    const vectors = await embed(examples.map(example => example.text))
    const centroids: Centroids = {}
    examples.forEach(({ label }, i) => { centroids[label] = vectors[i]!.map((x, d) => x + (centroids[label]?.[d] ?? 0)) })
    return { embed, centroids }
  },
  batch: 32,
  task: async (texts, params, { setup }) => {
    const vectors = await setup.embed(texts)
    return vectors.map(vector => {
      const ranked = Object.entries(setup.centroids)
        .map(([label, centroid]) => ({ label, similarity: cosine(vector, centroid) }))
        .sort((a, b) => b.similarity - a.similarity)
      return { prediction: ranked[0]?.label ?? null, margin: (ranked[0]?.similarity ?? 0) - (ranked[1]?.similarity ?? 0) }
    })
  },
  metrics: { accuracy: accuracy(), margin: mean('margin'), compute_ms: sum('duration_ms') },
})

function cosine(a: readonly number[], b: readonly number[]): number {
  let dot = 0, na = 0, nb = 0
  a.forEach((x, i) => { const y = b[i] ?? 0; dot += x * y; na += x * x; nb += y * y })
  return dot / Math.sqrt(na * nb)
}

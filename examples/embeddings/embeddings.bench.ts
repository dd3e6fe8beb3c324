// Nearest centroid on two kinds of vectors: a neural sentence encoder against hashed words, with few and with many labelled examples.
import { accuracy, benchmark, csv, grid } from 'assay'
import { z } from 'zod'
import { loadEmbedder, type Vector } from './embedders.ts'

const Review = z.object({
  id: z.string(),
  source: z.enum(['amazon', 'imdb', 'yelp']),
  label: z.enum(['positive', 'negative']),
  text: z.string(),
})

export default benchmark({
  name: 'review-embeddings',
  data: csv(new URL('reviews-test.csv', import.meta.url), Review),
  // Nothing of it is evaluated; an item that is in both is a finding.
  train: csv(new URL('reviews-train.csv', import.meta.url), Review),
  input: item => item.text,
  expected: item => item.label,
  params: grid({ model: ['sentence-encoder', 'hashed-words'], examples: [18, 180] }),
  // Once per params, and only where something executes: the model is loaded and the examples are embedded.
  setup: async ({ model, examples }, { train }) => {
    const embed = await loadEmbedder(model)
    const shots = (await Array.fromAsync(train)).slice(0, examples)
    const vectors = await embed(shots.map(shot => shot.text))
    const centroids = new Map<string, Vector>()
    for (const [i, { label }] of shots.entries()) centroids.set(label, add(vectors[i] ?? [], centroids.get(label)))
    return { embed, centroids: [...centroids] }
  },
  batch: 32,
  task: async (texts, _, { setup: { embed, centroids } }) => {
    const vectors = await embed(texts)
    return vectors.map(vector => {
      const ranked = centroids
        .map(([label, centroid]) => ({ label, similarity: cosine(vector, centroid) }))
        .sort((a, b) => b.similarity - a.similarity)
      const [best, second] = ranked
      return { prediction: best?.label ?? null, margin: (best?.similarity ?? 0) - (second?.similarity ?? 0) }
    })
  },
  metrics: { accuracy: accuracy({ by: 'item_source' }) },
})

function add(a: Vector, b: Vector = a.map(() => 0)): Vector {
  return a.map((x, i) => x + (b[i] ?? 0))
}

function cosine(a: Vector, b: Vector): number {
  const dot = a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0)
  const length = Math.hypot(...a) * Math.hypot(...b)
  return length === 0 ? 0 : dot / length
}

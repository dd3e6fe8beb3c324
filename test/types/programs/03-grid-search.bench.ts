// 3. Hyperparameters × 5 seeds. Training is expensive and executes once per params and seed; the model is an asset. (`f1` is not there yet.)
import { accuracy, asset, benchmark, csv, grid, type Asset } from 'assay'
import { RandomForestClassifier } from 'ml-random-forest'
import { z } from 'zod'

const Wine = z.object({ id: z.string(), quality: z.coerce.number(), alcohol: z.coerce.number(), ph: z.coerce.number(), sulphates: z.coerce.number() })
const features = (w: z.infer<typeof Wine>) => [w.alcohol, w.ph, w.sulphates]
const train = csv('wine-train.csv', Wine)

const params = [
  ...grid({ model: ['forest'], trees: [10, 100], replacement: [true, false] }),
  ...grid({ model: ['majority'] }),                     // a conditional param is simply another grid
]

async function fit({ trees, replacement, seed }: { trees: number; replacement: boolean; seed: number }): Promise<Asset<string>> {
  const rows = await Array.fromAsync(train)
  const forest = new RandomForestClassifier({ nEstimators: trees, replacement, seed })
  forest.train(rows.map(features), rows.map(row => row.quality))
  return asset(JSON.stringify(forest), { mediaType: 'application/json' })
}

export default benchmark({
  name: 'wine',
  data: csv('wine-test.csv', Wine),
  train,
  input: features,
  expected: item => item.quality,
  params,
  trials: 5,
  batch: Infinity,                                      // one call per params and trial, for the items that are missing
  task: async (rows, params, context) => {
    if (params.model === 'majority') return rows.map(() => 6)
    const model = await context.once(fit, { trees: params.trees, replacement: params.replacement, seed: context.trial })
    return RandomForestClassifier.load(JSON.parse(await model.load())).predict(rows.map(row => [...row]))
  },
  metrics: { accuracy: accuracy() },
})

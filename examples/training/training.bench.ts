// A search over classifiers of penguins: trees and features of a forest, neighbours and units of another model, three seeds of each.
import { accuracy, type Asset, asset, benchmark, csv, grid } from 'assay'
import { RandomForestClassifier } from 'ml-random-forest'
import { z } from 'zod'

const Penguin = z.object({
  id: z.string(),
  species: z.enum(['Adelie', 'Chinstrap', 'Gentoo']),
  island: z.string(),
  bill_length_mm: z.coerce.number(),
  bill_depth_mm: z.coerce.number(),
  flipper_length_mm: z.coerce.number(),
  body_mass_g: z.coerce.number(),
})
type Penguin = z.infer<typeof Penguin>

const train = csv(new URL('penguins-train.csv', import.meta.url), Penguin)
const species = Penguin.shape.species.options

type Row = readonly number[]

const measures = (penguin: Penguin): number[] => [
  penguin.bill_length_mm,
  penguin.bill_depth_mm,
  penguin.flipper_length_mm,
  penguin.body_mass_g,
]

/** Executed once for each set of options, whoever asks: the model is kept as an asset. */
async function fitForest(options: { trees: number; features: number; seed: number }): Promise<Asset<string>> {
  const rows = await Array.fromAsync(train)
  const { trees: nEstimators, features: maxFeatures, seed } = options
  const forest = new RandomForestClassifier({ nEstimators, maxFeatures, seed, noOOB: true })
  forest.train(
    rows.map(measures),
    rows.map(row => species.indexOf(row.species)),
  )
  return asset(JSON.stringify(forest), { mediaType: 'application/json' })
}

export default benchmark({
  name: 'penguins',
  data: csv(new URL('penguins-test.csv', import.meta.url), Penguin),
  train,
  input: measures,
  expected: item => item.species,
  // A param that only some configurations have is another grid.
  params: [
    ...grid({ model: ['forest'], trees: [1, 10, 50], features: [2, 4] }),
    ...grid({ model: ['neighbours'], k: [1, 5, 25], units: ['measured', 'standard'] }),
    ...grid({ model: ['majority'] }),
  ],
  trials: 3,
  // One call per params and trial, for all items that are missing.
  batch: Infinity,
  task: async (rows, params, { once, trial }) => {
    if (params.model === 'majority') return rows.map(() => ({ prediction: 'Adelie' }))
    if (params.model === 'neighbours') {
      const examples = await Array.fromAsync(train)
      const toUnits = params.units === 'standard' ? standardise(examples.map(measures)) : (row: Row) => row
      return rows.map(row => ({ prediction: mostFrequent(nearest(examples, row, params.k, toUnits)) }))
    }
    const model = await once(fitForest, { trees: params.trees, features: params.features, seed: trial })
    const forest = RandomForestClassifier.load(JSON.parse(await model.load()))
    return forest.predict(rows.map(row => [...row])).map(index => ({ prediction: species[index] ?? null, model }))
  },
  // `once` reads it in `fitForest`: another training set trains again.
  files: [new URL('penguins-train.csv', import.meta.url)],
  metrics: { accuracy: accuracy() },
})

/** Puts each measure into standard deviations from the mean of these rows. */
function standardise(rows: readonly Row[]): (row: Row) => Row {
  const columns = rows[0]?.map((_, i) => rows.map(row => row[i] ?? 0)) ?? []
  const mean = (values: Row) => values.reduce((sum, value) => sum + value, 0) / values.length
  const means = columns.map(mean)
  const deviations = columns.map((values, i) => Math.sqrt(mean(values.map(value => (value - (means[i] ?? 0)) ** 2))))
  return row => row.map((value, i) => (value - (means[i] ?? 0)) / (deviations[i] ?? 1))
}

function nearest(examples: readonly Penguin[], row: Row, k: number, toUnits: (row: Row) => Row): string[] {
  const to = toUnits(row)
  const distance = (example: Penguin) => Math.hypot(...toUnits(measures(example)).map((value, i) => value - (to[i] ?? 0)))
  return examples
    .map(example => ({ species: example.species, distance: distance(example) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, k)
    .map(neighbour => neighbour.species)
}

/** The first of those that are as frequent. */
function mostFrequent(names: readonly string[]): string | null {
  const counts = Map.groupBy(names, name => name)
  return [...counts].sort(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? null
}

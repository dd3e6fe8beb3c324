// 8. A task in Python over a CSV file. sentiment.py reads {"call","input","params"} lines and answers {"call","result"} lines. (`logLoss` is not there yet.)
import { accuracy, benchmark, command, csv, grid, mean } from 'assay'
import { z } from 'zod'

export default benchmark({
  name: 'sentiment',
  data: csv('reviews.csv', ['review_id', 'text', 'sentiment']),   // every field is a string
  id: row => row.review_id,
  input: row => row.text,
  expected: row => row.sentiment,
  params: grid({ model: ['vader', 'textblob'], threshold: [0, 0.05] }),
  task: command(['python3', 'sentiment.py'], { result: z.object({ prediction: z.string(), probability: z.number() }) }),
  metrics: { accuracy: accuracy(), probability: mean('probability') },
})

// The same in the fewest words: one value per item.
export const short = benchmark({
  name: 'sentiment-short',
  data: csv('reviews.csv'),
  expected: row => row.sentiment,
  task: command(['./sentiment.sh']),
  metrics: { accuracy: accuracy() },
})

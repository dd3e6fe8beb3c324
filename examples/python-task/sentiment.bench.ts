// Measures a program in Python with and without its treatment of negations, over a CSV file.
import { accuracy, benchmark, command, csv, grid } from 'assay'
import { z } from 'zod'

export default benchmark({
  name: 'python-sentiment',
  data: csv(new URL('reviews.csv', import.meta.url), ['review_id', 'text', 'sentiment']),
  id: row => row.review_id,
  input: row => row.text,
  expected: row => row.sentiment,
  params: grid({ negation: [false, true] }),
  task: command(['python3', 'sentiment.py'], {
    cwd: new URL('.', import.meta.url),
    result: z.object({ prediction: z.enum(['positive', 'negative']).nullable(), weight: z.number() }),
  }),
  // What the program imports: an edit of the words executes everything again.
  files: [new URL('lexicon.py', import.meta.url)],
  metrics: { accuracy: accuracy() },
})

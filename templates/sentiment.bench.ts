// Is a review positive? Counts words of praise and of blame: from a short or a long list, with or without an ear for "not".
import { accuracy, benchmark, csv, grid } from 'assay'

interface Words {
  readonly praise: readonly string[]
  readonly blame: readonly string[]
}

const short: Words = {
  praise: ['good', 'great', 'love', 'best', 'nice'],
  blame: ['bad', 'poor', 'hate', 'worst', 'boring'],
}

const long: Words = {
  praise: [
    ...short.praise,
    'fresh',
    'friendly',
    'funny',
    'fast',
    'beautiful',
    'easy',
    'clear',
    'perfect',
    'delicious',
    'helpful',
  ],
  blame: [...short.blame, 'slow', 'cold', 'rude', 'broken', 'dull', 'late', 'ugly', 'confusing', 'waste', 'disappointing'],
}

const lists = { short, long }

/** Everything that one may want to look at later: each key becomes a column. `prediction` is what `accuracy` compares. */
function judge(text: string, { praise, blame }: Words, hearsNot: boolean) {
  const found: string[] = []
  let score = 0
  let sinceNot = Number.POSITIVE_INFINITY
  for (const word of text.toLowerCase().match(/[a-z']+/g) ?? []) {
    sinceNot = word === 'not' || word === 'never' || word.endsWith("n't") ? 0 : sinceNot + 1
    const value = praise.includes(word) ? 1 : blame.includes(word) ? -1 : 0
    if (value !== 0) found.push(word)
    score += hearsNot && sinceNot <= 3 ? -value : value
  }
  // No answer is `null`: counted as unanswered, which is not the same as wrong.
  return { prediction: score > 0 ? 'positive' : score < 0 ? 'negative' : null, score, found }
}

export default benchmark({
  name: 'sentiment',
  data: csv(new URL('reviews.csv', import.meta.url), ['id', 'topic', 'text', 'sentiment']),
  input: item => item.text, // what the task sees
  expected: item => item.sentiment, // what it does not
  params: grid({ words: ['short', 'long'], not: [false, true] }),
  task: (text, params) => judge(text, lists[params.words], params.not),
  metrics: {
    accuracy: accuracy({ by: 'item_topic' }),
    when_answered: accuracy({ unanswered: 'exclude' }),
  },
})

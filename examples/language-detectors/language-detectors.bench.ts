// Six language detectors, at three lengths, on text that some were trained on (udhr) and text that none is known to be (typescript).
import { accuracy, benchmark, grid, jsonl, quantile } from 'assay'
import { z } from 'zod'
import { detectors, loadDetector } from './detectors.ts'
import { knownLanguages } from './known-languages.ts'
import { languages, type Sentence, udhrSentences } from './udhr.ts'

const messages = jsonl(
  new URL('typescript-messages.jsonl', import.meta.url),
  z.object({ id: z.string(), text: z.string(), language: z.string(), locale: z.string() }),
)

/** 10 paragraphs a language, then every fourth message of each translation: 1,000 texts, about four seconds of detection. */
async function* sentences(): AsyncGenerator<Sentence> {
  yield* udhrSentences(10)
  for await (const message of messages) {
    if (Number(message.id.slice(-4)) % 4 === 1) yield { ...message, source: 'typescript' }
  }
}

export default benchmark({
  name: 'language-detectors',
  data: sentences,
  input: item => item.text,
  expected: item => item.language,
  // Open: every language that the detector knows. Closed: it may only answer with the languages of this benchmark.
  params: grid({
    model: ['franc', 'tinyld', 'eld', 'lande', 'cld3', 'fasttext'],
    set: ['open', 'closed'],
    chars: [16, 32, 400],
  }).filter(({ model, set }) => set === 'open' || detectors[model].supportsClosed),
  task: async (text, { model, set, chars }) => {
    const detect = await loadDetector(model, set === 'closed' ? languages : null)
    return detect(text.slice(0, chars))
  },
  metrics: {
    accuracy: accuracy({ by: 'item_source' }), // no answer is wrong, and so is a language that the detector does not know
    when_answered: accuracy({ unanswered: 'exclude', by: 'item_source' }),
    known_udhr: {
      compute: rows => shareCorrect(rows.filter(row => row.item_source === 'udhr' && isKnown(row))),
      better: 'higher',
    },
    unknown_share: {
      compute: rows => (rows.length === 0 ? null : 1 - rows.filter(isKnown).length / rows.length),
      better: 'lower',
    },
    p95: quantile('duration_ms', 0.95), // loading a model is in its first row only
  },
  limits: { concurrency: 1 }, // detection keeps its thread busy: two at once would wait for each other inside `duration_ms`
})

function isKnown(row: { readonly params_model: keyof typeof detectors; readonly expected: string | null }): boolean {
  return row.expected !== null && knownLanguages[row.params_model].has(row.expected)
}

function shareCorrect(rows: readonly { readonly prediction: string | null; readonly expected: string | null }[]): number | null {
  return rows.length === 0 ? null : rows.filter(row => row.prediction === row.expected).length / rows.length
}

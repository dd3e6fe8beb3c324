// Judges an answer from 1 to 5: a model that is asked for a reason and a score. It sees neither which model nor which prompt gave the answer.
import { type Usage, usage } from 'assay'
import { generateText, type LanguageModel, Output } from 'ai'
import { z } from 'zod'

const Judgement = z.object({ reason: z.string(), score: z.number().min(1).max(5) })

interface Judged {
  readonly input: string
  readonly expected: string
  readonly result: { readonly prediction: string }
}

interface Given {
  readonly signal: AbortSignal
  readonly spend: (usage: Usage) => void
}

export async function judge(model: LanguageModel, { input, result, expected }: Judged, { signal, spend }: Given) {
  const response = await generateText({
    model,
    abortSignal: signal,
    maxRetries: 0,
    output: Output.object({ schema: Judgement }),
    prompt: `Score the given answer: 5 for the right answer and nothing else, 1 for a wrong one.
Question: ${input}
Right answer: ${expected}
Given answer: ${result.prediction}`,
  })
  spend(usage(response))
  return response.output
}

// What the stand-ins for models answer: the file of questions itself, in a manner for each prompt. No model, so that the example runs anywhere.
import { readFileSync } from 'node:fs'

export interface Asked {
  readonly model: string
  readonly system: string
  readonly prompt: string
}

const facts = readFileSync(new URL('questions.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map(line => JSON.parse(line) as { readonly question: string; readonly answer: string })

/** The small one does not know every third answer; both write more than they are asked for. */
export function answerOf({ model, system, prompt }: Asked): string {
  if (model === 'mock-judge') return judgementOf(prompt)
  const place = facts.findIndex(({ question }) => question === prompt)
  const fact = model.endsWith('small') && place % 3 === 2 ? 'not known to me' : (facts[place]?.answer ?? 'not known to me')
  if (system.includes('nothing else')) return fact
  if (system.includes('step by step')) return `The question is: ${prompt}\nI look it up.\n${fact}`
  return `The answer is ${fact}.`
}

/** As many as a rough rule says: four characters each. */
export function tokensOf({ system, prompt }: Asked, text: string) {
  return { input: Math.ceil((system.length + prompt.length) / 4), output: Math.ceil(text.length / 4) }
}

function judgementOf(prompt: string): string {
  const [, right = '', given = ''] = /^Right answer: (.*)\nGiven answer: ([^]*)$/m.exec(prompt) ?? []
  const score = given === right ? 5 : given.includes(right) ? 4 : 1
  return JSON.stringify({
    reason: score === 1 ? 'the fact is missing' : score === 5 ? 'the fact alone' : 'the fact and more',
    score,
  })
}

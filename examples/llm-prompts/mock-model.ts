// The stand-in as a model of the AI SDK, inside this process: what `ai/test` is for.
import { convertArrayToReadableStream, MockLanguageModelV4 } from 'ai/test'
import { answerOf, tokensOf } from './stand-in.ts'

type Call = Parameters<InstanceType<typeof MockLanguageModelV4>['doStream']>[0]

export function createMockModel(model: string): MockLanguageModelV4 {
  const finishReason = { unified: 'stop', raw: 'stop' } as const
  return new MockLanguageModelV4({
    provider: 'mock',
    modelId: model,
    doGenerate: async call => {
      const { text, usage } = answer(model, call)
      return { content: [{ type: 'text', text }], finishReason, usage, warnings: [] }
    },
    doStream: async call => {
      const { text, usage } = answer(model, call)
      return {
        stream: convertArrayToReadableStream([
          { type: 'stream-start', warnings: [] },
          { type: 'response-metadata', modelId: model },
          { type: 'text-start', id: 'text' },
          ...text.split(/(?<= )/).map(delta => ({ type: 'text-delta' as const, id: 'text', delta })),
          { type: 'text-end', id: 'text' },
          { type: 'finish', finishReason, usage },
        ]),
      }
    },
  })
}

function answer(model: string, { prompt }: Call) {
  const asked = { model, system: textOf(prompt, 'system'), prompt: textOf(prompt, 'user') }
  const text = answerOf(asked)
  const { input, output } = tokensOf(asked, text)
  const inputTokens = { total: input, noCache: input, cacheRead: 0, cacheWrite: 0 }
  return { text, usage: { inputTokens, outputTokens: { total: output, text: output, reasoning: 0 } } }
}

/** The text of the messages of one role. */
function textOf(prompt: Call['prompt'], role: 'system' | 'user'): string {
  const partsOf = (content: Call['prompt'][number]['content']) =>
    typeof content === 'string' ? content : content.map(part => ('text' in part ? part.text : '')).join('')
  return prompt
    .filter(message => message.role === role)
    .map(({ content }) => partsOf(content))
    .join('\n')
}

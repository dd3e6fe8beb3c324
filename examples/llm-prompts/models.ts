// Where the models are: in this process, on this machine, or with OpenAI.
import { createOpenAI, openai } from '@ai-sdk/openai'
import type { LanguageModel } from 'ai'
import { startLocalServer } from './local-server.ts'
import { createMockModel } from './mock-model.ts'

export type Provider = keyof typeof modelsOf

/** The models that are compared. */
export const modelsOf = {
  mock: ['mock-small', 'mock-large'],
  local: ['local-small', 'local-large'],
  openai: ['gpt-5-mini', 'gpt-5'],
} as const

export function toProvider(name: string): Provider {
  if (Object.hasOwn(modelsOf, name)) return name as Provider
  throw new RangeError(`expected the option \`provider\` to be one of ${Object.keys(modelsOf).join(', ')}, got ${name}`)
}

/** The model that judges the answers of others. */
export function judgeFor(provider: Provider): LanguageModel {
  return provider === 'openai' ? openai('gpt-5-mini') : createMockModel('mock-judge')
}

/** The key of OpenAI is read from the environment by its package. `defer` gets what closes a server again. */
export async function openModel(
  provider: Provider,
  model: string,
  defer: (cleanup: () => unknown) => void,
): Promise<LanguageModel> {
  if (provider === 'openai') return openai(model)
  if (provider === 'mock') return createMockModel(model)
  const server = await startLocalServer()
  defer(() => server.close())
  return createOpenAI({ baseURL: server.url, apiKey: 'none' }).chat(model)
}

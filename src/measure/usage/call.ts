// One call of a model, as its response tells of it: what it counted, and what its price depends on.
import { isCount, isObject, textsAt, valueAt, countAt } from './path.ts'
import { type Shape, shapeOf } from './shapes.ts'
import { readTokens, type Tokens } from './tokens.ts'

export interface Call {
  readonly tokens: Tokens
  /** Counts that are priced apart where a model does so, under the names of the price table. */
  readonly parts: Readonly<Record<string, number>>
  /** Names of the model, the one that answered first; one alone where the caller of `usage()` said it. */
  readonly models: readonly string[]
  readonly isModelGiven: boolean
  /** The service that was called, in its SDK's words (`openai.chat`); `null` where the response does not say. */
  readonly service: string | null
  /** The maker of the model, as far as the shape of the response is a sign of it. */
  readonly maker: Shape['provider']
  /** What the provider calls its service tier, `flex` or `batch` among others. */
  readonly tier: string | null
  /** When it was answered; prices change. */
  readonly at: Date | null
  /** The cost that plain numbers brought along. */
  readonly costUsd: number | null
}

/** A call of which nothing is known. */
export const unknownCall: Call = {
  tokens: {
    input_tokens: null,
    cached_input_tokens: null,
    cache_write_tokens: null,
    output_tokens: null,
    reasoning_tokens: null,
  },
  parts: {},
  models: [],
  isModelGiven: false,
  service: null,
  maker: null,
  tier: null,
  at: null,
  costUsd: null,
}

/** The call of a response whose usage stands at `usage`. */
export function callOf(holder: object, shape: Shape): Call {
  const metadata = valueAt(holder, 'providerMetadata')
  return {
    tokens: readTokens(holder, shape),
    parts: partsOf(holder),
    models: textsAt(holder, ['response.modelId', 'response.body.model', 'modelVersion', 'model', 'model.modelId']),
    isModelGiven: false,
    service: textsAt(holder, ['model.provider'])[0] ?? (isObject(metadata) ? Object.keys(metadata)[0] : null) ?? null,
    maker: shape.provider ?? makerOfRaw(holder),
    tier: textsAt(holder, tiers)[0] ?? null,
    at: moment(['response.timestamp', 'created', 'created_at', 'createTime'].map(path => valueAt(holder, path)).find(Boolean)),
    costUsd: countAt(holder, ['usage.cost_usd']),
  }
}

/** The AI SDK keeps what the provider itself wrote, in a few places. */
function makerOfRaw(holder: object): Call['maker'] {
  const raw = ['usage.raw', 'response.body.usage', 'response.body.usageMetadata']
    .map(path => valueAt(holder, path))
    .find(isObject)
  return raw === undefined ? null : (shapeOf(raw)?.provider ?? null)
}

const tiers = [
  'service_tier',
  'usage.service_tier',
  'usage.serviceTier',
  'usage.raw.service_tier',
  'usage.raw.serviceTier',
  'providerMetadata.openai.serviceTier',
  'providerMetadata.anthropic.usage.service_tier',
]

const raws = ['usage', 'usage.raw', 'providerMetadata.anthropic.usage']
const written1h = raws.map(path => `${path}.cache_creation.ephemeral_1h_input_tokens`)
const audioIn = ['usage.prompt_tokens_details.audio_tokens', 'usage.raw.prompt_tokens_details.audio_tokens']
const audioOut = ['usage.completion_tokens_details.audio_tokens', 'usage.raw.completion_tokens_details.audio_tokens']

function partsOf(holder: object): Record<string, number> {
  const parts = {
    cache_write_1h_tokens: countAt(holder, written1h),
    input_audio_tokens: countAt(holder, audioIn) ?? modality(holder, 'promptTokensDetails', 'AUDIO'),
    output_audio_tokens: countAt(holder, audioOut) ?? modality(holder, 'candidatesTokensDetails', 'AUDIO'),
    output_image_tokens: modality(holder, 'candidatesTokensDetails', 'IMAGE'),
  }
  return Object.fromEntries(Object.entries(parts).filter((entry): entry is [string, number] => (entry[1] ?? 0) > 0))
}

/** Google's counts by modality: `[{ modality: 'IMAGE', tokenCount: 1290 }]`. */
function modality(holder: object, key: string, name: string): number | null {
  const details = [`usage.${key}`, `usage.raw.${key}`].map(path => valueAt(holder, path)).find(Array.isArray)
  return countAt(
    details?.find(detail => valueAt(detail, 'modality') === name),
    ['tokenCount'],
  )
}

/** A `Date`, its text, or the seconds that OpenAI's responses hold. */
function moment(value: unknown): Date | null {
  const date = isCount(value)
    ? new Date(value * 1000)
    : value instanceof Date || typeof value === 'string'
      ? new Date(value)
      : null
  return date === null || Number.isNaN(date.getTime()) ? null : date
}

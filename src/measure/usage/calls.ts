// Finds the calls of models in whatever a provider's SDK returned or threw.
import { inspect } from 'node:util'
import { type Call, callOf, unknownCall } from './call.ts'
import { isObject, valueAt } from './path.ts'
import { checkPlain, isPlain } from './plain.ts'
import { anthropic, shapeOf } from './shapes.ts'

/** Where a response, or an error that carries one, may stand in another object. */
const carriers = ['response', 'data', 'body', 'lastError', 'cause']
const deepest = 5

/**
 * The calls in a response: one, or one for each step. An object in which nobody knows usage is one call of which nothing is known.
 *
 * What cannot be a response (a text, a promise, a stream) is a `TypeError` that says what to pass.
 */
export function readCalls(response: unknown): readonly Call[] {
  check(response)
  return callsIn(response, deepest) ?? [unknownCall]
}

function callsIn(holder: unknown, depth: number): Call[] | null {
  if (!isObject(holder) || depth === 0) return null
  if (isPlain(holder)) checkPlain(holder)
  const { steps } = holder
  if (Array.isArray(steps) && steps.some(step => isObject(valueAt(step, 'usage'))))
    return steps.flatMap(step => callsIn(step, depth - 1) ?? [unknownCall])
  for (const key of ['totalUsage', 'usage', 'usageMetadata']) {
    const usage = holder[key]
    if (isThenable(usage)) throw new TypeError(expected(`one whose \`${key}\` is still a promise: await that first`))
    if (isObject(usage)) return callsOf(holder, usage)
  }
  if (shapeOf(holder) !== null) return callsOf({ model: holder['model'] }, holder)
  for (const key of carriers) {
    const calls = callsIn(holder[key], depth - 1)
    if (calls !== null) return calls
  }
  return null
}

/** What `callOf` reads beside usage. One by one, because they are often getters of a class that a copy would lose. */
const told = [
  'type',
  'model',
  'modelVersion',
  'response',
  'providerMetadata',
  'service_tier',
  'created',
  'created_at',
  'createTime',
]

function callsOf(holder: Readonly<Record<string, unknown>>, usage: object): Call[] {
  const placed = { ...Object.fromEntries(told.map(key => [key, holder[key]])), usage }
  const shape = shapeOf(usage, placed)
  if (shape === null) return [unknownCall]
  const iterations = shape === anthropic ? valueAt(usage, 'iterations') : null
  if (!Array.isArray(iterations) || iterations.length === 0) return [callOf(placed, shape)]
  // Anthropic's iterations hold what its totals leave out: compaction, and an adviser that is another model.
  return iterations.map(iteration =>
    callOf({ ...placed, usage: iteration, model: valueAt(iteration, 'model') ?? holder['model'] }, anthropic),
  )
}

function check(response: unknown): void {
  if (isThenable(response)) throw new TypeError(expected('a promise: await it first'))
  if (!isObject(response)) throw new TypeError(expected(inspect(response)))
  if (response instanceof Response) throw new TypeError(expected('a Response of `fetch`: pass what its `json()` resolves to'))
  // Reading `usage` of a stream of the AI SDK would start it, so the names are looked at first.
  if ('textStream' in response || 'partialObjectStream' in response)
    throw new TypeError(expected('a stream of the AI SDK: pass `await result.steps`, or of an object `await result.usage`'))
  if (Symbol.asyncIterator in response)
    throw new TypeError(expected('a stream: pass the finished message, or the chunk that has the usage'))
}

function isThenable(value: unknown): boolean {
  return typeof valueAt(value, 'then') === 'function'
}

function expected(got: string): string {
  return `expected response to be what a model answered, the error that it threw, or an object of tokens, got ${got}`
}

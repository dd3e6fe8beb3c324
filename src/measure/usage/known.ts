// Remembers the calls behind each usage: its columns have no room for the model, which a price needs.
import type { Usage } from '../../record/usage.ts'
import type { Call } from './call.ts'
import { readCalls } from './calls.ts'

const known = new WeakMap<object, readonly Call[]>()

/** Freezes the usage, which else could come to say something else than its calls. */
export function remember(usage: Usage, calls: readonly Call[]): Usage {
  known.set(usage, calls)
  return Object.freeze(usage)
}

/** The calls of a response, of several, or of a usage that this process made. */
export function callsOf(response: unknown): readonly Call[] {
  if (Array.isArray(response)) return response.flatMap(callsOf)
  const remembered = typeof response === 'object' && response !== null ? known.get(response) : undefined
  return remembered ?? readCalls(response)
}

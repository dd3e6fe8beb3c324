// Carries what was thrown to another thread or process: a copy that says the same to whoever decides whether it passes.
import { types } from 'node:util'
import { AssayError } from '../../../base/errors.ts'
import { describeThrown } from '../../../base/thrown.ts'

/** A value that any channel carries, in which errors, headers and answers of services are taken apart. */
export type SentThrown =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'list'; readonly items: readonly SentThrown[] }
  | { readonly kind: 'headers'; readonly entries: readonly (readonly [string, string])[] }
  | { readonly kind: 'object'; readonly fields: Fields }
  | { readonly kind: 'error'; readonly type: string; readonly message: string; readonly stack: string; readonly fields: Fields }

type Fields = Readonly<Record<string, SentThrown>>

/** Deeper than a chain of causes may honestly be. */
const deepest = 10

/** What errors and answers of services have, often behind a getter, that says whether they pass. */
const telling = [
  'status',
  'statusCode',
  'code',
  'isRetryable',
  'headers',
  'responseHeaders',
  'response',
  'cause',
  'lastError',
  'errors',
  'hint',
]

/** A copy without functions and whatever else no channel carries. Never throws. */
export function sendThrown(thrown: unknown, depth = 0): SentThrown {
  try {
    return take(thrown, depth)
  } catch {
    return { kind: 'value', value: describeThrown(thrown)[0] }
  }
}

function take(thrown: unknown, depth: number): SentThrown {
  if (typeof thrown === 'function' || typeof thrown === 'symbol') return { kind: 'value', value: String(thrown) }
  if (typeof thrown !== 'object' || thrown === null) return { kind: 'value', value: thrown }
  if (depth >= deepest) return { kind: 'value', value: describeThrown(thrown)[0] }
  if (thrown instanceof Headers) return { kind: 'headers', entries: [...thrown] }
  if (Array.isArray(thrown)) return { kind: 'list', items: thrown.map(item => sendThrown(item, depth + 1)) }
  const fields = fieldsOf(thrown as Readonly<Record<string, unknown>>, depth)
  if (!(thrown instanceof Error || types.isNativeError(thrown))) return { kind: 'object', fields }
  const [message, type] = describeThrown(thrown)
  return { kind: 'error', type, message, stack: String(thrown.stack), fields }
}

function fieldsOf(thrown: Readonly<Record<string, unknown>>, depth: number): Fields {
  const fields: Record<string, SentThrown> = {}
  for (const key of new Set([...Object.keys(thrown), ...telling])) {
    if (key === '__proto__' || key === 'stack' || key === 'message' || key === 'name') continue
    const value = tryRead(thrown, key)
    if (value !== undefined && typeof value !== 'function') fields[key] = sendThrown(value, depth + 1)
  }
  return fields
}

function tryRead(thrown: Readonly<Record<string, unknown>>, key: string): unknown {
  try {
    return thrown[key]
  } catch {
    return undefined
  }
}

/** What was sent: an error of the built-in class of that name, an `AssayError`, or an `Error` under that name. */
export function receiveThrown(sent: SentThrown): unknown {
  switch (sent.kind) {
    case 'value':
      return sent.value
    case 'list':
      return sent.items.map(receiveThrown)
    case 'headers':
      return new Headers(sent.entries.map(([name, value]): [string, string] => [name, value]))
    case 'object':
      return receiveFields(sent.fields)
    case 'error':
      return receiveError(sent)
  }
}

function receiveFields(fields: Fields): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, receiveThrown(value)]))
}

const classes = [EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError]

function receiveError({ type, message, stack, fields }: Extract<SentThrown, { readonly kind: 'error' }>): Error {
  const { cause, ...own } = receiveFields(fields)
  if (type === 'AssayError') return new AssayError(own['code'] as never, message, String(own['hint']), cause)
  const kind = classes.find(({ name }) => name === type) ?? Error
  const error = new kind(message, cause === undefined ? undefined : { cause })
  const hide = (key: string, value: unknown) =>
    Object.defineProperty(error, key, { value, writable: true, enumerable: false, configurable: true })
  if (error.name !== type) hide('name', type)
  hide('stack', stack)
  return Object.assign(error, own)
}

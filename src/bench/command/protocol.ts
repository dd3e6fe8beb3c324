// The lines that a program and its benchmark exchange: one JSON object in, one out, told apart from whatever else is printed.
import { isPlainObject, setKey } from '../../base/keys.ts'
import { toTagged } from '../../record/tagged.ts'
import { fromTagged } from '../../record/untag.ts'

/** What a program is asked, besides the number of the call. */
export interface Question {
  /** One input, or the list of those of a batch. */
  readonly input: unknown
  readonly isBatch: boolean
  readonly params: object
  readonly trial: number
  readonly attempt: number
}

/** The question that is to be answered. */
export interface Asked {
  readonly call: number
  readonly isBatch: boolean
}

/** What a line says. `noise` is no answer at all; `breach` tries to be one, and what the program does next cannot be trusted. */
export type Answer =
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'error'; readonly error: Error }
  | { readonly kind: 'skip'; readonly reason: string }
  | { readonly kind: 'breach'; readonly message: string }
  | { readonly kind: 'noise' }

/** The fields of a question as JSON; what JSON lacks is tagged. A `TypeError` names the path of what cannot be written. */
export function encodeQuestion({ input, isBatch, params, trial, attempt }: Question): object {
  const asked = isBatch ? { inputs: toTagged(input, 'the inputs') } : { input: toTagged(input, 'the input') }
  return { ...asked, params: toTagged(params, 'the params'), trial, attempt }
}

/** What a line says in answer to a question; `null` where nothing was asked. */
export function readAnswer(line: string, asked: Asked | null): Answer {
  const answer = parse(line)
  // A line that begins as an answer was meant as one: to pass over it would be to wait for ever.
  if (answer instanceof Error) return /^\s*\{\s*"call"\s*:/.test(line) ? breach(`no JSON (${answer.message})`) : { kind: 'noise' }
  if (typeof answer !== 'object' || answer === null || !Object.hasOwn(answer, 'call')) return { kind: 'noise' }
  const { call: answered, ...said } = answer as Readonly<Record<string, unknown>>
  if (asked === null) return breach('an answer where nothing was asked')
  const { call, isBatch } = asked
  if (answered !== call) return breach(`an answer to call ${JSON.stringify(answered)} where call ${call} was asked`)
  const result = isBatch ? 'results' : 'result'
  const kinds = [result, 'error', 'skip'].filter(kind => Object.hasOwn(said, kind))
  if (kinds.length !== 1)
    return breach(`an answer with ${kinds.join(' and ') || `neither \`${result}\` nor \`error\` nor \`skip\``}`)
  if (kinds[0] === 'skip') return toSkip(said['skip'])
  return kinds[0] === 'error' ? toError(said['error']) : toResult(said[result])
}

function breach(what: string): Answer {
  return { kind: 'breach', message: what }
}

function toResult(result: unknown): Answer {
  try {
    return { kind: 'result', result: fromTagged(result, refuseAsset) }
  } catch (error) {
    return breach(`a result with a tag that cannot be read (${(error as Error).message})`)
  }
}

function refuseAsset(): never {
  throw new TypeError('a reference to an asset says nothing of its content')
}

/** With its other fields, such as `status`: they tell whether it is worth another attempt. */
function toError(said: unknown): Answer {
  const { type, message, ...fields } = isPlainObject(said) ? said : {}
  if (typeof type !== 'string' || typeof message !== 'string')
    return breach('an `error` that is not of the form {"type": text, "message": text}')
  const error = new Error(message)
  for (const [key, value] of Object.entries(fields)) setKey(error, key, value)
  return { kind: 'error', error: Object.defineProperty(error, 'name', { value: type }) }
}

function toSkip(reason: unknown): Answer {
  return typeof reason === 'string' ? { kind: 'skip', reason } : breach('a `skip` that is no text')
}

function parse(line: string): unknown {
  try {
    return /\d{16}/.test(line) ? JSON.parse(line, exactly as (key: string, value: unknown) => unknown) : JSON.parse(line)
  } catch (error) {
    return error
  }
}

/** Whole numbers that a double cannot hold exactly, as other languages write them, are big integers. */
function exactly(_key: string, value: unknown, { source = '' }: { readonly source?: string }): unknown {
  return typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source) ? BigInt(source) : value
}

// One datapoint as one JSON line: always the same bytes for the same content, and checked against its own key when it is read.
import { isPlainObject } from '../../base/keys.ts'
import { canonical, encodingNumber } from '../../identity/canonical.ts'
import { datapointKeys } from '../../identity/datapoint.ts'
import { digest, digestText } from '../../identity/digest.ts'
import { plainOf } from '../../identity/read.ts'
import { decodeTagged } from '../../record/tagged.ts'
import type { Row } from '../../store/store.ts'

/** A line, read and found to be what it says. */
export interface Line {
  /** Of `assay_ledger`, but for the result and what was recorded. */
  readonly row: Row
  readonly inputText: string
  /** Tagged JSON; `null` where there is none. */
  readonly result: string | null
  readonly recorded: string | null
}

const texts = ['name', 'code', 'files', 'train'] as const
const whole = ['input_tokens', 'cached_input_tokens', 'cache_write_tokens', 'output_tokens', 'reasoning_tokens'] as const
const nullable = ['error', 'error_type', 'adopted_from', 'adopted_reason'] as const

const statuses = ['ok', 'error', 'timeout', 'aborted', 'skipped']

/** Columns of the ledger that a line holds, in its order; the input, the values and the checksum stand at its end. */
export const lineColumns = [
  'datapoint',
  'encoding',
  ...texts,
  'params',
  'trial',
  'input',
  'status',
  'error',
  'error_type',
  'attempts',
  'maybe_paid',
  'duration_ms',
  'batch_size',
  ...whole,
  'cost_usd',
  'produced_by',
  'committed_at',
  'adopted_from',
  'adopted_reason',
  'result',
  'recorded',
]

/** What stands in a line of a result and of recorded columns: JSON, or `undefined` for none. */
export interface Values {
  readonly result: unknown
  readonly recorded: unknown
}

/** What is not known is left out, and so is the `batch_size` of a call of its own. */
export function toLine(row: Row, inputText: string, { result, recorded }: Values): string {
  const { committed_at: at } = row
  const line: Row = {}
  for (const key of lineColumns) {
    if (key === 'result' || key === 'recorded') continue
    const value = key === 'params' ? toText(String(row[key])) : key === 'committed_at' ? (at as Date).toISOString() : row[key]
    if (value !== null && value !== undefined && !(key === 'batch_size' && value === 1)) line[key] = value
  }
  line['input_value'] = toText(inputText)
  if (result !== undefined) line['result'] = result
  if (recorded !== undefined) line['recorded'] = recorded
  return JSON.stringify({ ...line, checksum: digest(line) })
}

/** Throws an error whose message says what is wrong with the line. */
export function fromLine(text: string): Line {
  const line: unknown = JSON.parse(text)
  if (!isPlainObject(line)) throw new Error('it is no JSON object')
  const known = new Set([...lineColumns, 'input_value', 'checksum'])
  const unknown = Object.keys(line).find(key => !known.has(key))
  if (unknown !== undefined) throw new Error(`it has the unknown key \`${unknown}\``)
  const inputText = fromText(line['input_value'], 'input_value')
  const params = fromText(line['params'], 'params')
  const row = { ...checked(line), params, committed_at: new Date(String(line['committed_at'])) }
  const result = line['status'] === 'ok' ? JSON.stringify(line['result'] ?? null) : null
  const recorded = line['recorded'] === undefined ? null : JSON.stringify(line['recorded'])
  for (const value of [result, recorded]) if (value !== null) decodeTagged(value)
  if (result === null && line['result'] !== undefined) throw new Error('it has a result, and its status is not `ok`')
  checkKey(row, inputText)
  checkSum(line)
  return { row, inputText, result, recorded }
}

/** What no key holds (a result, a cost) cannot change unseen. Lines of the first release have none. */
function checkSum({ checksum, ...rest }: Readonly<Record<string, unknown>>): void {
  if (checksum !== undefined && digest(rest) !== checksum)
    throw new Error('its `checksum` is not that of the line: something was changed')
}

/** A canonical text as a person reads it: JSON where it is no more than that. */
function toText(text: string): unknown {
  const plain = plainOf(text)
  return plain === null || isTag(plain.value) ? { $canonical: text } : plain.value
}

function fromText(value: unknown, key: string): string {
  if (value === undefined) throw new Error(`it has no \`${key}\``)
  return isTag(value) ? String(value['$canonical']) : canonical(value)
}

function isTag(value: unknown): value is { readonly $canonical: unknown } {
  return isPlainObject(value) && Object.keys(value).length === 1 && Object.hasOwn(value, '$canonical')
}

/** Each value of its own kind; one that may be missing is `null` then. */
function checked(line: Readonly<Record<string, unknown>>): Row {
  const row: Row = {}
  const take = (keys: readonly string[], kind: string, fits: (value: unknown) => boolean, isNeeded = true) => {
    for (const key of keys) {
      const value = line[key] ?? null
      if (!(fits(value) || (value === null && !isNeeded)))
        throw new Error(`expected its \`${key}\` to be ${kind}, got ${JSON.stringify(line[key]) ?? 'none'}`)
      row[key] = value
    }
  }
  const isText = (value: unknown) => typeof value === 'string'
  const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0
  const isAmount = (value: unknown) => typeof value === 'number' && value >= 0
  take(['datapoint', 'input'], '64 hexadecimal digits', value => isText(value) && /^[0-9a-f]{64}$/.test(String(value)))
  take([...texts, 'produced_by'], 'a text', isText)
  take(['status'], 'ok, error, timeout, aborted or skipped', value => statuses.includes(String(value)))
  take(['encoding', 'trial', 'attempts'], 'a whole number', isCount)
  take(['maybe_paid'], 'true or false', value => typeof value === 'boolean')
  take(['committed_at'], 'a time', value => isText(value) && !Number.isNaN(Date.parse(String(value))))
  take(nullable, 'a text', isText, false)
  take(['batch_size', ...whole], 'a whole number', isCount, false)
  take(['duration_ms', 'cost_usd'], 'a number', isAmount, false)
  return row
}

/** Keys of an older encoding cannot be computed any more: they are kept as they are. */
function checkKey(row: Row, inputText: string): void {
  const { datapoint, encoding, input, trial } = row
  if (Number(encoding) < 1 || Number(encoding) > encodingNumber)
    throw new Error(`its encoding is ${String(encoding)}, and this version of assay knows 1 to ${encodingNumber}`)
  if (Number(encoding) < encodingNumber) return
  if (digestText(inputText) !== input) throw new Error('its `input` is not the digest of its `input_value`')
  const { name, code, files, train, params } = row as Readonly<Record<string, string>>
  const shared = { name, code, files, train, params } as Parameters<typeof datapointKeys>[0]
  if (datapointKeys(shared)(String(input), Number(trial)) !== datapoint)
    throw new Error('its key `datapoint` is not that of its parts: something was changed')
}

// Writes stored datapoints as sorted JSON lines that a person can review and another ledger can take; secrets stay here.
import { isPlainObject } from '../base/keys.ts'
import { redactSecrets, secretsIn } from '../record/secrets.ts'
import { openStore } from '../store/open.ts'
import type { Row, Store } from '../store/store.ts'
import { checkNames } from '../base/options.ts'
import { type DatapointChoice, choiceNames, toQuery } from './choice.ts'
import { inlined } from './inline.ts'
import { lineColumns, toLine } from './line.ts'
import { readStored } from './stored.ts'

/** One datapoint of an export. */
export interface Exported {
  readonly datapoint: string
  /** JSON, without a line end; `null` where result, input or params hold what looks like a secret: without it they would be others. */
  readonly line: string | null
  /** What kinds of secrets those are. */
  readonly secrets: readonly string[]
  /** Out of the message of a failure something that looks like a secret was taken. */
  readonly isRedacted: boolean
  /** The result refers to an asset, which is not in the line. */
  readonly hasAssets: boolean
}

/**
 * The datapoints in the order of name, params, trial, input and key, each as a line: the same bytes for the same content. Only results, unless
 * `status` says otherwise. In memory are one page of datapoints, and 8 bytes for each.
 */
export async function* exportDatapoints(location: string, choice: DatapointChoice = {}): AsyncGenerator<Exported, void> {
  checkNames(choice, choiceNames, 'exportDatapoints()')
  if (choice.status === 'deleted') throw new RangeError('expected `status` to be of datapoints with an outcome, got deleted')
  await using store = await openStore(location, { mode: 'read' })
  const numbers = await store.datapoints.list(await toQuery(store, { status: 'ok', ...choice }))
  for await (const { row, inputText } of readStored(store, numbers, lineColumns)) yield toExported(store, row, inputText ?? '')
}

function toExported(store: Store, row: Row, inputText: string): Exported {
  const error = typeof row['error'] === 'string' ? redactSecrets(row['error']) : null
  const result = typeof row['result'] === 'string' ? inlined(store, JSON.parse(row['result'])) : undefined
  const line = toLine({ ...row, error }, inputText, result)
  const secrets = secretsIn(line)
  return {
    datapoint: String(row['datapoint']),
    line: secrets.length > 0 ? null : line,
    secrets,
    isRedacted: error !== row['error'],
    hasAssets: refersToAsset(result),
  }
}

function refersToAsset(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(refersToAsset)
  if (!isPlainObject(value)) return false
  return Object.hasOwn(value, '$asset') || Object.values(value).some(refersToAsset)
}

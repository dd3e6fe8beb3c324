// Writes stored datapoints as sorted JSON lines that a person can review and another ledger can take; secrets stay here.
import { isPlainObject } from '../../base/keys.ts'
import { redactSecrets, secretsIn } from '../../record/secrets.ts'
import { openStore } from '../../store/open.ts'
import type { Row, Store } from '../../store/store.ts'
import { checkNames } from '../../base/options.ts'
import { type DatapointChoice, choiceNames, toQuery } from './choice.ts'
import { inlined } from './inline.ts'
import { lineColumns, toLine } from './line.ts'
import { readStored } from './stored.ts'

/** One datapoint of an export. */
export interface Exported {
  readonly datapoint: string
  /** JSON, without a line end; `null` where result, recorded columns, input or params hold what looks like a secret: without it they would be others. */
  readonly line: string | null
  /** What kinds of secrets those are. */
  readonly secrets: readonly string[]
  /** Out of the message of a failure something that looks like a secret was taken. */
  readonly isRedacted: boolean
  /** Result or recorded columns refer to an asset, which is not in the line. */
  readonly hasAssets: boolean
}

/**
 * The datapoints in the order of name, params, trial, input and key, each as a line: the same bytes for the same content. Results and what was
 * skipped, unless `status` says otherwise. In memory are one page of datapoints, and 8 bytes for each.
 */
export async function* exportDatapoints(location: string, choice: DatapointChoice = {}): AsyncGenerator<Exported, void> {
  checkNames(choice, choiceNames, 'exportDatapoints()')
  if (choice.status === 'deleted') throw new RangeError('expected `status` to be of datapoints with an outcome, got deleted')
  await using store = await openStore(location, { mode: 'read' })
  const numbers = await store.datapoints.list({ status: answers, ...(await toQuery(store, choice)) })
  for await (const { row, inputText } of readStored(store, numbers, lineColumns)) yield toExported(store, row, inputText ?? '')
}

/** Statuses that a run takes as its own. */
const answers = ['ok', 'skipped']

function toExported(store: Store, row: Row, inputText: string): Exported {
  const error = typeof row['error'] === 'string' ? redactSecrets(row['error']) : null
  const valueOf = (text: unknown) => (typeof text === 'string' ? inlined(store, JSON.parse(text)) : undefined)
  const values = { result: valueOf(row['result']), recorded: valueOf(row['recorded']) }
  const line = toLine({ ...row, error }, inputText, values)
  const secrets = secretsIn(line)
  return {
    datapoint: String(row['datapoint']),
    line: secrets.length > 0 ? null : line,
    secrets,
    isRedacted: error !== row['error'],
    hasAssets: refersToAsset(Object.values(values)),
  }
}

function refersToAsset(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(refersToAsset)
  if (!isPlainObject(value)) return false
  return Object.hasOwn(value, '$asset') || Object.values(value).some(refersToAsset)
}

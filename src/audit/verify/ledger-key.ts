// Whether a datapoint's key in the ledger is that of the parts that are stored beside it.
import { encodingNumber } from '../../identity/canonical.ts'
import { datapointKeys } from '../../identity/datapoint.ts'
import type { KnownDatapoint } from '../../ledger/parts.ts'

/** Keys of an older encoding cannot be computed any more. */
export function isKeyOf(key: string, { parts, encoding }: KnownDatapoint): boolean {
  if (encoding < 1 || encoding > encodingNumber) return false
  return encoding < encodingNumber || datapointKeys(parts)(parts.input, parts.trial) === key
}

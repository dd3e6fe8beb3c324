// Says what was thrown without the secrets in it: services like to quote the key that they refuse.
import { describeThrown } from '../base/thrown.ts'
import { redactSecrets } from './secrets.ts'

/** Message and type of whatever was thrown, as they may be kept and shown. */
export function describeSafely(thrown: unknown): [message: string, type: string] {
  const [message, type] = describeThrown(thrown)
  return [redactSecrets(message), type]
}

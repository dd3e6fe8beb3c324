// Says what was thrown, whatever it is: code that we call may throw anything.
import { inspect, types } from 'node:util'

/** Message and type of whatever was thrown, errors of another realm included. Never throws itself. */
export function describeThrown(error: unknown): [message: string, type: string] {
  try {
    if (!(error instanceof Error || types.isNativeError(error)))
      return [typeof error === 'string' ? error : inspect(error), error === null ? 'null' : typeof error]
    const { message, name, constructor } = error
    return [String(message), String(name === 'Error' ? constructor.name : name)]
  } catch {
    return ['what was thrown cannot even be described', typeof error]
  }
}

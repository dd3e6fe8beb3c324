// The key of a datapoint, and the parts that it is made of, which are stored beside it.
import { digestText } from './digest.ts'

/** What one execution depends on. Digests are of canonical texts; `params` is the canonical text itself. */
export interface DatapointParts {
  /** The benchmark's name. */
  readonly name: string
  /** Code identity of the task, or `version:` and the declared version. */
  readonly code: string
  /** Digest of the declared files, `''` for none. */
  readonly files: string
  /** Digest of the training items, `''` for none. */
  readonly train: string
  /** Digest of the input. */
  readonly input: string
  readonly params: string
  readonly trial: number
}

/** Makes the keys of datapoints that differ in input and trial alone; the other parts are written once. */
export function datapointKeys(shared: Omit<DatapointParts, 'input' | 'trial'>): (input: string, trial: number) => string {
  const { name, code, files, train, params } = shared
  const front = [name, code, files, train].map(part => JSON.stringify(part)).join(',')
  return (input, trial) => digestText(`[${front},${JSON.stringify(input)},${params},${trial}]`)
}

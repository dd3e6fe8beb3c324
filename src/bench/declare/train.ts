// The training items: their digest is part of the identity of every datapoint, and none of them may be evaluated.
import { createHash } from 'node:crypto'
import { digest } from '../../identity/digest.ts'
import { readData } from './items.ts'
import type { Declaration } from './spec.ts'

export interface Train {
  /** Of all items in their order; `''` for none. */
  readonly identity: string
  /** Whether an item of the data is one of them, by the digest of the whole item. */
  readonly has: (digest: string) => boolean
}

/** Reads the items once. A `TypeError` names one that has no identity. */
export async function readTrain({ name, train }: Declaration): Promise<Train> {
  if (train === undefined) return { identity: '', has: () => false }
  const digests = new Set<string>()
  const hash = createHash('sha256')
  let position = 0
  for await (const item of readData(name, train)) {
    const one = digest(item, `training item ${++position} of ${name}`)
    digests.add(one)
    hash.update(one)
  }
  return { identity: hash.digest('hex'), has: item => digests.has(item) }
}

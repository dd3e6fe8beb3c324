// Carries stored values to another thread or process: their text, and the contents that it refers to.
import type { AssetReference, Content } from '../../../record/asset.ts'
import type { Tagged } from '../../../record/tagged.ts'

export interface Sent {
  readonly text: string
  readonly contents: readonly SentContent[]
}

interface SentContent {
  readonly reference: AssetReference
  /** `null` for what the run has stored already. */
  readonly bytes: Uint8Array | null
}

/** With the contents in memory, but for those that `isStored` says are on the other side. */
export function toSent({ text, contents }: Tagged, isStored: (reference: AssetReference) => boolean = () => false): Sent {
  const unique = new Map(contents.map(content => [content.reference.hash, content]))
  const sent = [...unique.values()].map(({ reference: { hash, bytes, mediaType, kind }, chunks }) => {
    const reference = { hash, bytes, mediaType, kind }
    return { reference, bytes: isStored(reference) ? null : Buffer.concat([...chunks()]) }
  })
  return { text, contents: sent }
}

/** `stored` finds what was not sent along. */
export function fromSent({ text, contents }: Sent, stored: (reference: AssetReference) => Content): Tagged {
  return {
    text,
    contents: contents.map(({ reference, bytes }) => (bytes === null ? stored(reference) : { reference, chunks: () => [bytes] })),
  }
}

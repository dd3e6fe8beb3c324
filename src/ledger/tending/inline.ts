// Puts the large values of a stored result back where they were: apart they stand only in a database.
import { isPlainObject, setKey } from '../../base/keys.ts'
import type { Store } from '../../store/store.ts'

/** A tagged JSON value with its large values in the place of their references; assets stay references. */
export function inlined(store: Store, value: unknown): unknown {
  if (Array.isArray(value)) return value.map(child => inlined(store, child))
  if (!isPlainObject(value)) return value
  const { $asset: asset } = value as { readonly $asset?: StoredReference }
  if (asset?.large === true && Object.keys(value).length === 1) return contentOf(store, asset)
  const copy = {}
  for (const [key, child] of Object.entries(value)) setKey(copy, key, inlined(store, child))
  return copy
}

interface StoredReference {
  readonly hash: string
  readonly bytes: number
  readonly media_type: string
  readonly kind: 'bytes' | 'text' | 'json'
  readonly large?: boolean
}

function contentOf(store: Store, { hash, bytes, media_type: mediaType, kind }: StoredReference): unknown {
  const content = Buffer.concat([...store.assets.content({ hash, bytes, mediaType, kind }).chunks()])
  if (kind === 'bytes') return { $bytes: content.toString('base64') }
  return kind === 'text' ? content.toString() : JSON.parse(content.toString())
}

// Stores assets and finds them again.
import { AssayError } from '../base/errors.ts'
import { type Asset, assetNotFound, createAsset, readContent, LargeValue, contentOf } from '../record/asset.ts'
import { isPlainObject, setKey } from '../base/keys.ts'
import { decodeTagged } from '../record/tagged.ts'
import type { Store } from '../store/store.ts'
import { type AssetOptions, toContent } from './asset.ts'

/** Stores a value at once, and returns its asset as it is stored here. */
export async function storeAsset(store: Store, value: unknown, options?: AssetOptions): Promise<Asset<unknown>> {
  const content = toContent(value, options)
  return createAsset(await whenSettled(store, () => store.assets.keep(content)), decodeTagged)
}

/** What `work` gives, called again each time it comes upon the asset of a stream, which is stored first. */
export async function whenSettled<T>(store: Store, work: () => T | Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      const settled = store.assets.settle(error)
      if (settled === null) throw error
      await settled
    }
  }
}

/** Digits that tell an asset among others. */
const fewestDigits = 6

/** The asset of a hash, or of its first digits where no other begins so. `asset_not_found` for none or several. */
export async function findAsset(store: Store, hash: unknown): Promise<Asset<unknown>> {
  if (typeof hash !== 'string' || !/^[0-9a-f]*$/.test(hash) || hash.length < fewestDigits || hash.length > 64)
    throw new TypeError(`expected the hash of an asset, or ${fewestDigits} or more of its first digits, got ${String(hash)}`)
  const [found, other] = await store.assets.list(hash)
  if (found === undefined) throw assetNotFound(hash, `in ${store.location}`)
  if (other !== undefined)
    throw new AssayError(
      'asset_not_found',
      `Several assets in ${store.location} begin with ${hash}.`,
      `give more digits: assay assets ls ${store.location}`,
    )
  return createAsset(store.assets.content(found), decodeTagged)
}

/** A result with values in the place of its assets, and of what is kept apart because it is large; under keys of objects, not in lists. */
export function loadAssets(result: unknown): unknown {
  if (typeof result !== 'object' || result === null) return result
  if (isPlainObject(result)) {
    const loaded = {}
    for (const key of Object.keys(result)) setKey(loaded, key, loadAssets(result[key]))
    return loaded
  }
  const content = result instanceof LargeValue ? result.content : contentOf(result)
  return content === null ? result : readContent(content, decodeTagged)
}

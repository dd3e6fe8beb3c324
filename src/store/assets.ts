// What every store can do with the contents of assets: keep each once, give it back checked, say what refers to it, delete it.
import type { AssetReference, Content } from '../record/asset.ts'

/** What is said of a content whose hash is not known yet. */
export type About = Pick<AssetReference, 'mediaType' | 'kind'>

/** A content that is stored whole. */
export interface StoredAsset extends AssetReference {
  /** When it was last stored or referred to anew. */
  readonly storedAt: Date
}

export interface Assets {
  /** Stores a content once, and returns it as it is stored here: whole and named, or not at all. */
  keep(content: Content): Promise<Content>
  /** As `keep`, for pieces whose hash is not known, in constant memory. What fails leaves nothing, what is killed nothing that is seen. */
  put(pieces: AsyncIterable<Uint8Array>, about: About): Promise<Content>
  /** Stores the stream whose missing hash an error complains of; `null` for any other error. */
  settle(error: unknown): Promise<void> | null
  /** The stored contents whose hashes begin so, in the order of their hashes. */
  list(prefix?: string): Promise<StoredAsset[]>
  /** What a reference stands for here. Read when it is asked for: `asset_not_found` and `asset_damaged` come then. */
  content(reference: AssetReference): Content
  /** By hash, how many rows, those of the ledger included, refer to an asset; one that nothing refers to is absent. */
  references(): Promise<ReadonlyMap<string, number>>
  /** Deletes contents that nobody stored or referred to anew since `before`, whatever refers to them, and returns their hashes. */
  delete(hashes: readonly string[], before: Date): Promise<string[]>
  /** Deletes, or for a dry run counts, what began to be stored and has stood still since `before`: its process is gone. */
  deleteUnfinished(before: Date, isDryRun: boolean): Promise<number>
}

// Tends the assets of a database: lists them with what refers to them, stores a file, deletes one, collects what nothing refers to.
import { systemClock } from '../base/clock.ts'
import { AssayError } from '../base/errors.ts'
import { checkNames } from '../base/options.ts'
import type { Asset } from '../record/asset.ts'
import type { StoredAsset } from '../store/assets.ts'
import { openExisting, openStore } from '../store/open.ts'
import type { Store } from '../store/store.ts'
import { type AssetOptions, asset } from './asset.ts'
import { findAsset, storeAsset } from './stored.ts'

/** An asset of a database. */
export interface ListedAsset {
  readonly hash: string
  readonly bytes: number
  readonly mediaType: string
  /** When it was last stored, or referred to anew. */
  readonly storedAt: Date
  /** Rows that refer to it, in all tables; a result in the ledger is one. */
  readonly references: number
}

/** What was collected, or would be. */
export interface Collection {
  readonly assets: readonly ListedAsset[]
  /** Assets that a killed process had begun to store. */
  readonly unfinished: number
}

/** Assets that nothing refers to are left alone for a day by default: somebody may be about to. */
export const defaultGraceMs = 24 * 3_600_000

/** What began to be stored is left alone for an hour at least: a slow stream may still be coming. */
const shortestUnfinishedMs = 3_600_000

/** Few enough for one transaction. */
const deletedAtOnce = 50

/** All assets of a database, in the order of their hashes. Looks at every row that may refer to one. */
export async function listAssets(location: string): Promise<ListedAsset[]> {
  await using store = await openStore(location, { mode: 'read' })
  return await list(store)
}

/** Stores a file at once, in constant memory; a path is relative to the working directory. The database is made if it is not there. */
export async function putAsset(
  location: string,
  file: URL,
  options?: AssetOptions,
): Promise<Pick<Asset, 'hash' | 'bytes' | 'mediaType'>> {
  // Made before the database is: what is no file leaves none behind.
  const made = asset(file, options)
  await using store = await openStore(location, { mode: 'write' })
  const { hash, bytes, mediaType } = await storeAsset(store, made)
  return { hash, bytes, mediaType }
}

/**
 * Deletes one asset, by its hash or the first digits of it. One that rows refer to is the `AssayError` `asset_in_use`; one that is not
 * there `asset_not_found`. `dryRun`: changes nothing.
 */
export async function deleteAsset(
  location: string,
  hash: string,
  options: { readonly dryRun?: boolean } = {},
): Promise<ListedAsset> {
  checkNames(options, ['dryRun'], 'deleteAsset()')
  const { dryRun = false } = options
  await using store = await (dryRun ? openStore(location, { mode: 'read' }) : openExisting(location))
  const before = systemClock.now()
  const { hash: whole } = await findAsset(store, hash)
  const asset = (await list(store)).find(one => one.hash === whole) as ListedAsset
  if (asset.references > 0) throw inUse(asset, location)
  if (!dryRun && (await store.assets.delete([whole], before)).length === 0) throw inUse(asset, location)
  return asset
}

/**
 * Deletes the assets that no row and no result in the ledger refers to and that were neither stored nor referred to anew within
 * `graceMs` (default: a day) before `now`. Others may go on writing meanwhile. `dryRun`: changes nothing.
 */
export async function collectAssets(
  location: string,
  options: { readonly graceMs?: number; readonly now?: Date; readonly dryRun?: boolean } = {},
): Promise<Collection> {
  checkNames(options, ['graceMs', 'now', 'dryRun'], 'collectAssets()')
  const { graceMs = defaultGraceMs, now = systemClock.now(), dryRun = false } = options
  if (!(Number.isFinite(graceMs) && graceMs >= 0))
    throw new RangeError(`expected \`graceMs\` to be a number from 0, got ${graceMs}`)
  await using store = await (dryRun ? openStore(location, { mode: 'read' }) : openExisting(location))
  const before = new Date(now.getTime() - graceMs)
  const unused = (await list(store)).filter(({ references, storedAt }) => references === 0 && storedAt < before)
  const stale = new Date(now.getTime() - Math.max(graceMs, shortestUnfinishedMs))
  const unfinished = await store.assets.deleteUnfinished(stale, dryRun)
  return { assets: dryRun ? unused : await deleteUnused(store, unused, before), unfinished }
}

/** What was referred to since it was looked at has a new time, and stays. */
async function deleteUnused(store: Store, unused: readonly ListedAsset[], before: Date): Promise<ListedAsset[]> {
  const gone = new Set<string>()
  for (let i = 0; i < unused.length; i += deletedAtOnce) {
    const hashes = unused.slice(i, i + deletedAtOnce).map(({ hash }) => hash)
    for (const hash of await store.assets.delete(hashes, before)) gone.add(hash)
  }
  return unused.filter(({ hash }) => gone.has(hash))
}

async function list(store: Store): Promise<ListedAsset[]> {
  const stored: readonly StoredAsset[] = await store.assets.list()
  const references = await store.assets.references()
  return stored.map(({ hash, bytes, mediaType, storedAt }) => ({
    hash,
    bytes,
    mediaType,
    storedAt,
    references: references.get(hash) ?? 0,
  }))
}

function inUse({ hash, references }: ListedAsset, location: string): AssayError {
  const count = references === 1 ? '1 row refers' : `${Math.max(1, references)} rows refer`
  return new AssayError(
    'asset_in_use',
    `The asset ${hash.slice(0, 12)} in ${location} is in use: ${count} to it.`,
    'delete the runs of these rows first (assay delete); results in the ledger keep what they refer to',
  )
}

// Keeps the contents of assets, each once, in parts that fit into memory; what is being stored has no hash yet and is seen by nobody.
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { type AssetReference, type Content, assetNotFound, createAsset, readContent, verified } from '../../../record/asset.ts'
import { decodeTagged } from '../../../record/tagged.ts'
import type { OpenReference } from '../../../record/untag.ts'
import type { StoredAsset } from '../../assets.ts'

/** The size of a part; the last one of an asset may be smaller. */
export const partBytes = 1024 * 1024

const opened = new WeakMap<DatabaseSync, AssetTable>()

/** Those of a connection. */
export function assetTableOf(database: DatabaseSync, location = database.location() ?? ':memory:'): AssetTable {
  let table = opened.get(database)
  if (table === undefined) opened.set(database, (table = new AssetTable(database, location)))
  return table
}

export class AssetTable {
  readonly #database: DatabaseSync
  readonly #location: string
  readonly #statements = new Map<string, StatementSync>()

  constructor(database: DatabaseSync, location: string) {
    this.#database = database
    this.#location = location
  }

  /** What a cell refers to: an asset that reads from here when it is asked to, or a large value itself, read at once. */
  readonly open: OpenReference = (reference, isLarge) => {
    const content = this.content(reference)
    return isLarge ? readContent(content, decodeTagged) : createAsset(content, decodeTagged)
  }

  content(reference: AssetReference): Content {
    return { reference, chunks: () => verified(reference, this.#parts(reference.hash)) }
  }

  /** Those whose hashes begin so, in the order of their hashes. */
  list(prefix = ''): StoredAsset[] {
    const rows = this.#prepare(
      'SELECT hash, bytes, media_type, kind, stored_at FROM assay_assets WHERE hash >= ? AND hash < ? ORDER BY hash',
    ).all(prefix, `${prefix}g`)
    return rows.map(row => ({
      hash: String(row['hash']),
      bytes: Number(row['bytes']),
      mediaType: String(row['media_type']),
      kind: row['kind'] as AssetReference['kind'],
      storedAt: new Date(String(row['stored_at'])),
    }))
  }

  /** Stores the content, or notes that it was wanted again, so that nobody deletes it as unused at this moment. Inside a write transaction. */
  keep({ reference, chunks }: Content): void {
    if (this.touch(reference.hash)) return
    const { hash, bytes, mediaType, kind } = reference
    // Begun before the row is there: a content of this very table that is gone must not find it.
    const pieces = chunks()[Symbol.iterator]()
    let piece = pieces.next()
    const { lastInsertRowid: row } = this.#prepare(
      'INSERT INTO assay_assets (hash, bytes, media_type, kind, stored_at) VALUES (?, ?, ?, ?, ?)',
    ).run(hash, BigInt(bytes), mediaType, kind, now())
    let part = 0
    for (; !piece.done; piece = pieces.next())
      for (let at = 0; at < piece.value.length; at += partBytes)
        this.#addPart(row, part++, piece.value.subarray(at, at + partBytes))
  }

  /** Whether the content is there. Inside a write transaction. */
  touch(hash: string): boolean {
    return this.#prepare('UPDATE assay_assets SET stored_at = ? WHERE hash = ?').run(now(), hash).changes > 0
  }

  /** The number of a row whose parts come one by one; `token` says whose it is. Inside a write transaction. */
  begin(token: string): number {
    return Number(this.#prepare('INSERT INTO assay_assets (upload, stored_at) VALUES (?, ?)').run(token, now()).lastInsertRowid)
  }

  /** `false` when the row is gone: it stood still for so long that it was collected. Inside a write transaction. */
  append(row: number, token: string, part: number, content: Uint8Array): boolean {
    const mine = this.#prepare('UPDATE assay_assets SET stored_at = ? WHERE assay_row = ? AND upload = ?').run(now(), row, token)
    if (mine.changes === 0) return false
    this.#addPart(row, part, content)
    return true
  }

  /** Gives the row its hash, or drops it where the content is there already. `false` when it is gone. Inside a write transaction. */
  finish(row: number, token: string, { hash, bytes, mediaType, kind }: AssetReference): boolean {
    if (this.touch(hash)) {
      this.drop(row, token)
      return true
    }
    const named = this.#prepare(
      `UPDATE assay_assets SET hash = ?, bytes = ?, media_type = ?, kind = ?, stored_at = ?, upload = NULL
        WHERE assay_row = ? AND upload = ?`,
    ).run(hash, BigInt(bytes), mediaType, kind, now(), row, token)
    return named.changes > 0
  }

  /** Inside a write transaction. */
  drop(row: number, token: string): void {
    if (this.#prepare('DELETE FROM assay_assets WHERE assay_row = ? AND upload = ?').run(row, token).changes > 0)
      this.#prepare('DELETE FROM assay_asset_parts WHERE asset = ?').run(row)
  }

  /** Deletes these as far as nobody stored or referred to them since. Returns those that are gone. Inside a write transaction. */
  delete(hashes: readonly string[], before: Date): string[] {
    const gone = this.#prepare('DELETE FROM assay_assets WHERE hash = ? AND stored_at < ? RETURNING assay_row')
    return hashes.filter(hash => {
      const row = gone.get(hash, before.toISOString())
      if (row !== undefined) this.#prepare('DELETE FROM assay_asset_parts WHERE asset = ?').run(Number(row['assay_row']))
      return row !== undefined
    })
  }

  /** How many began to be stored and have stood still since before then. */
  countUnfinished(before: Date): number {
    return this.#unfinished(before).length
  }

  /** Inside a write transaction. */
  deleteUnfinished(before: Date): number {
    const rows = this.#unfinished(before)
    for (const row of rows) this.drop(Number(row['assay_row']), String(row['upload']))
    return rows.length
  }

  #unfinished(before: Date): Record<string, unknown>[] {
    const sql = 'SELECT assay_row, upload FROM assay_assets WHERE hash IS NULL AND stored_at < ?'
    return this.#prepare(sql).all(before.toISOString())
  }

  *#parts(hash: string): Generator<Uint8Array> {
    const row = this.#prepare('SELECT assay_row FROM assay_assets WHERE hash = ?').get(hash)?.['assay_row']
    if (row === undefined) throw assetNotFound(hash, `in ${this.#location}`)
    for (let part = 0; ; part++) {
      const found = this.#prepare('SELECT content FROM assay_asset_parts WHERE asset = ? AND part = ?').get(Number(row), part)
      if (found === undefined) return
      yield found['content'] as Uint8Array
    }
  }

  #addPart(row: number | bigint, part: number, content: Uint8Array): void {
    this.#prepare('INSERT INTO assay_asset_parts (asset, part, content) VALUES (?, ?, ?)').run(row, part, content)
  }

  #prepare(sql: string): StatementSync {
    if (!this.#database.isOpen) throw new TypeError(`expected the store ${this.#location} to be open, got a closed one`)
    let statement = this.#statements.get(sql)
    if (statement === undefined) this.#statements.set(sql, (statement = this.#database.prepare(sql)))
    return statement
  }
}

function now(): string {
  return new Date().toISOString()
}

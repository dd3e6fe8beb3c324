// Makes the asset of a value, a stream or a file: nothing is stored until it is part of a result or a row.
import { type Asset, type Content, type Settle, UnsettledAsset, createAsset, contentOf } from '../record/asset.ts'
import { contentInMemory, mediaTypes } from '../record/large.ts'
import { checkNames } from '../base/options.ts'
import { decodeTagged, encodeWithAssets } from '../record/tagged.ts'
import { fileContent } from './file.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined }

export interface AssetOptions {
  /** Default: `application/octet-stream` for bytes, streams and files, `text/plain; charset=utf-8` for a text, `application/json` for any other value. */
  readonly mediaType?: string
}

/**
 * The asset of a file (a `file:` URL) or of a stream of bytes: its content is bytes, read when it is stored, in constant memory. A
 * stream is read once. A `TypeError` for another URL; a missing file is the `AssayError` `file_not_found`.
 */
export function asset(value: URL | ReadableStream<Uint8Array>, options?: AssetOptions): Asset<Uint8Array>
/** The asset of bytes (copied), a text or JSON: kept outside the rows, once for each content. A `TypeError` names what cannot be stored. */
export function asset<T extends Uint8Array | Json>(value: T, options?: AssetOptions): Asset<T>
export function asset(value: unknown, options: AssetOptions = {}): Asset<unknown> {
  return createAsset(toContent(value, options), decodeTagged)
}

/** As `asset`, but stored when it resolves. */
export interface StoreAsset {
  (value: URL | ReadableStream<Uint8Array>, options?: AssetOptions): Promise<Asset<Uint8Array>>
  <T extends Uint8Array | Json>(value: T, options?: AssetOptions): Promise<Asset<T>>
}

/** The content of a value; of an asset its own. */
export function toContent(value: unknown, options: AssetOptions = {}): Content {
  const { mediaType } = checkOptions(options)
  if (typeof value === 'string' && value.isWellFormed()) return contentInMemory(Buffer.from(value), 'text', mediaType)
  if (typeof value === 'object' && value !== null) {
    const known = contentOf(value)
    if (known !== null) return known
    if (value instanceof URL) return fileContent(value, mediaType ?? mediaTypes.bytes)
    if (value instanceof ReadableStream) return streamContent(value, mediaType ?? mediaTypes.bytes)
    // Copied, because a caller may fill its buffer anew before it is stored.
    if (value instanceof Uint8Array) return contentInMemory(new Uint8Array(value), 'bytes', mediaType)
  }
  return jsonContent(value, mediaType)
}

/** Ill-formed text comes here too: JSON can say it, UTF-8 cannot. */
function jsonContent(value: unknown, mediaType: string | undefined): Content {
  if (value === undefined)
    throw new TypeError('expected the value of an asset to be bytes, text, JSON, a stream or a file URL, got undefined')
  const { text, contents } = encodeWithAssets(value, 'the value of an asset')
  if (contents.length > 0)
    throw new TypeError('expected the value of an asset to hold no assets; store each in a column of its own')
  return contentInMemory(Buffer.from(text), 'json', mediaType)
}

/** Its hash is known once somebody has stored it, who is then asked for the content. */
function streamContent(stream: ReadableStream<Uint8Array>, mediaType: string): Content {
  let stored: Content | null = null
  let storing: Promise<void> | null = null
  const settle: Settle = put => {
    storing ??= put(stream, mediaType).then(content => {
      stored = content
    })
    return storing
  }
  const settled = (): Content => {
    if (stored === null) throw new UnsettledAsset(settle)
    return stored
  }
  return {
    isLazy: true,
    get reference() {
      return settled().reference
    },
    chunks: () => settled().chunks(),
  }
}

function checkOptions(options: AssetOptions): AssetOptions {
  checkNames(options, ['mediaType'], 'asset()')
  const { mediaType } = options
  if (mediaType !== undefined && !(typeof mediaType === 'string' && /^[\w.+-]+\/[\w.+-]+/.test(mediaType)))
    throw new TypeError(`expected \`mediaType\` to be a media type such as text/plain, got ${String(mediaType)}`)
  return options
}

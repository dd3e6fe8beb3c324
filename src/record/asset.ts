// What an asset is to whoever writes or reads rows: a reference by content, and a way to the content itself.
import { createHash } from 'node:crypto'
import { AssayError } from '../base/errors.ts'

/** What the content stands for: bytes as they are, a text in UTF-8, or a value as tagged JSON. */
export type AssetKind = 'bytes' | 'text' | 'json'

/** What a cell holds of an asset. */
export interface AssetReference {
  /** SHA-256 of the content, 64 hex digits. */
  readonly hash: string
  readonly bytes: number
  readonly mediaType: string
  readonly kind: AssetKind
}

/** A value that is kept outside the rows, once for each content. */
export interface Asset<out T = Uint8Array> {
  /** SHA-256 of the content, 64 hex digits. Of a stream it is known once that is stored; a `TypeError` before. */
  readonly hash: string
  /** The size of the content. */
  readonly bytes: number
  readonly mediaType: string
  /** What was stored: bytes, a text, or a value. An `AssayError`: `asset_damaged` where the content is not what the hash says, `asset_not_found`. */
  load(): Promise<T>
  /** The content in pieces of up to 1 MB. It ends with the error that `load` throws. */
  stream(): ReadableStream<Uint8Array>
}

/** Where the content of an asset is, at this moment. */
export interface Content {
  /** An `UnsettledAsset` for a stream that is not stored yet. */
  readonly reference: AssetReference
  /** The reference takes work, or is not known yet: nobody asks for it without need. */
  readonly isLazy?: boolean
  /** From the beginning at each call; an `AssayError` at the end of what is not as the hash says. */
  readonly chunks: () => Iterable<Uint8Array>
}

/** Where an asset keeps its content. Known to every copy of the package, so that one of a project's own can be stored by another. */
const content: unique symbol = Symbol.for('assay.asset.1')

/** The content of an asset, or `null` for a value that is none. */
export function contentOf(value: object): Content | null {
  return (value as { [content]?: Content })[content] ?? null
}

/** An asset as everybody sees it. `decode` reads JSON. */
export function createAsset(held: Content, decode: (text: string) => unknown): Asset<unknown> {
  return new StoredOnce(held, decode)
}

class StoredOnce {
  // Own and enumerable, so that two assets of one content are deeply equal and others are not.
  declare readonly hash: string
  declare readonly bytes: number
  declare readonly mediaType: string
  readonly #content: Content
  readonly #decode: (text: string) => unknown

  constructor(held: Content, decode: (text: string) => unknown) {
    this.#content = held
    this.#decode = decode
    Object.defineProperty(this, content, { value: held })
    for (const key of ['hash', 'bytes', 'mediaType'] as const) {
      const property = held.isLazy ? { get: () => held.reference[key] } : { value: held.reference[key] }
      Object.defineProperty(this, key, { ...property, enumerable: true })
    }
  }

  async load(): Promise<unknown> {
    return readContent(this.#content, this.#decode)
  }

  stream(): ReadableStream<Uint8Array> {
    const { chunks } = this.#content
    let pieces: Iterator<Uint8Array> | null = null
    return new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          pieces ??= chunks()[Symbol.iterator]()
          const { done, value } = pieces.next()
          if (done) controller.close()
          else controller.enqueue(value)
        },
        cancel() {
          pieces?.return?.()
        },
      },
      { highWaterMark: 0 },
    )
  }
}
Object.defineProperty(StoredOnce, 'name', { value: 'Asset' })

/** The value that a content stands for, all of it in memory. */
export function readContent({ reference, chunks }: Content, decode: (text: string) => unknown): unknown {
  const { kind, bytes: size } = reference
  const whole = new Uint8Array(size)
  let length = 0
  for (const chunk of chunks()) {
    if (length + chunk.length <= size) whole.set(chunk, length)
    length += chunk.length
  }
  if (kind === 'bytes') return whole
  const text = Buffer.from(whole.buffer).toString()
  return kind === 'text' ? text : decode(text)
}

/** The pieces as they come, and an `asset_damaged` error at their end unless they are what the reference says. */
export function* verified({ hash, bytes }: AssetReference, chunks: Iterable<Uint8Array>): Generator<Uint8Array> {
  const digest = createHash('sha256')
  let length = 0
  for (const chunk of chunks) {
    digest.update(chunk)
    length += chunk.length
    yield chunk
  }
  if (length !== bytes || digest.digest('hex') !== hash)
    throw new AssayError(
      'asset_damaged',
      `The content of the asset ${hash.slice(0, 12)} is not what was stored: its ${length} bytes have another hash.`,
      'restore a copy of the database, or of the file that it was made of; `assay doctor --db FILE` looks for more',
    )
}

/** `where`: `in lab.db`. */
export function assetNotFound(hash: string, where: string): AssayError {
  return new AssayError(
    'asset_not_found',
    `There is no asset ${hash.slice(0, 12)} ${where}.`,
    'list what is there: assay assets ls DB; a row whose asset is gone keeps its hash and size',
  )
}

/** A large value in its place: what a cell refers to instead of holding it. Never seen by users, who get the value itself. */
export class LargeValue {
  readonly content: Content

  constructor(held: Content) {
    this.content = held
  }
}

/** The asset of a stream has no hash before it is stored; whoever can store it does so and tries again. */
export class UnsettledAsset extends TypeError {
  constructor(settle: Settle) {
    super('expected the asset of a stream to be stored first, because its hash is not known; await `tracker.asset(stream)`')
    Object.defineProperty(this, unsettled, { value: settle })
  }
}

/** Stores a stream: called with what stores pieces, it resolves when the asset has its hash. */
export type Settle = (put: (chunks: AsyncIterable<Uint8Array>, mediaType: string) => Promise<Content>) => Promise<void>

const unsettled: unique symbol = Symbol.for('assay.asset.unsettled.1')

/** How the stream is stored that an `UnsettledAsset` complains of, or `null` for any other error. */
export function settleOf(error: unknown): Settle | null {
  return error instanceof TypeError ? ((error as { [unsettled]?: Settle })[unsettled] ?? null) : null
}

// What a worker asks of its run, because the run alone has the database: calls of `once`, and contents that are stored.
import { canonical } from '../../../identity/canonical.ts'
import { onceCode } from '../../../ledger/once/once-code.ts'
import { encodeResult } from '../../../ledger/outcomes.ts'
import { type AssetReference, type Content, settleOf } from '../../../record/asset.ts'
import { type Tagged, decodeTagged } from '../../../record/tagged.ts'
import { openAmong } from '../../../record/untag.ts'
import type { Link } from '../remote/link.ts'
import type { ToRun, ToWorker } from '../remote/messages.ts'
import { type Sent, fromSent, toSent } from '../remote/sent.ts'

/** A larger content goes in pieces, so that it is in nobody's memory as a whole. */
const largestAtOnce = 8 * 1024 * 1024

interface OnceCall {
  readonly execute: () => unknown
  /** What it threw here, which is more than what the run gives back of it. */
  thrown: { readonly error: unknown } | null
}

export class Calls {
  readonly #link: Link<ToRun, ToWorker>
  readonly #once = new Map<number, OnceCall>()
  readonly #streams = new Map<number, AsyncIterator<Uint8Array> | Iterator<Uint8Array>>()
  /** Hashes of what the run has stored. */
  readonly #stored = new Set<string>()
  #count = 0

  constructor(link: Link<ToRun, ToWorker>) {
    this.#link = link
  }

  /** As `Once.call`: to be called before anything is awaited. `id` is the attempt's, `null` for a set-up. */
  async once(id: number | null, fn: unknown, input: unknown, options: unknown, signal: AbortSignal): Promise<unknown> {
    const code = onceCode(fn, options)
    const inputText = canonical(input, 'input')
    signal.throwIfAborted()
    const call = ++this.#count
    const known: OnceCall = { execute: () => (fn as (input: unknown) => unknown)(input), thrown: null }
    this.#once.set(call, known)
    try {
      const { text, contents } = fromSent(await this.#link.ask('once', { id, code, inputText, call }), notHere)
      return decodeTagged(text, openAmong(contents))
    } catch (error) {
      throw known.thrown === null ? error : known.thrown.error
    } finally {
      this.#once.delete(call)
    }
  }

  /** Calls the function of a call that is told to execute here. */
  async execute(id: number): Promise<Sent> {
    const call = this.#once.get(id) as OnceCall
    try {
      const result = await call.execute()
      return await this.send(await this.#encode(result))
    } catch (error) {
      call.thrown = { error }
      throw error
    }
  }

  async #encode(result: unknown): Promise<Tagged> {
    for (;;) {
      try {
        return encodeResult(result)
      } catch (error) {
        const settled = this.settle(error)
        if (settled === null) throw error
        await settled
      }
    }
  }

  /** What is large goes first. */
  async send(tagged: Tagged): Promise<Sent> {
    for (const { reference, chunks } of tagged.contents) {
      if (reference.bytes > largestAtOnce && !this.#stored.has(reference.hash)) await this.#put(chunks(), reference)
    }
    return toSent(tagged, ({ hash }) => this.#stored.has(hash))
  }

  /** Stores the stream whose missing hash an error complains of; `null` for any other error. */
  settle(error: unknown): Promise<void> | null {
    const put = (pieces: AsyncIterable<Uint8Array>, mediaType: string) => this.#put(pieces, { mediaType, kind: 'bytes' })
    return settleOf(error)?.(put) ?? null
  }

  /** The next piece of a stream that is being stored. */
  async pull(stream: number): Promise<Uint8Array | null> {
    const { done, value } = (await this.#streams.get(stream)?.next()) ?? { done: true }
    return done === true ? null : value
  }

  async #put(
    pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
    { mediaType, kind }: Pick<AssetReference, 'mediaType' | 'kind'>,
  ): Promise<Content> {
    const stream = ++this.#count
    this.#streams.set(stream, Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]())
    try {
      const reference = await this.#link.ask('put', { stream, mediaType, kind })
      this.#stored.add(reference.hash)
      return { reference, chunks: () => notHere(reference).chunks() }
    } finally {
      this.#streams.delete(stream)
    }
  }
}

function notHere({ hash }: AssetReference): Content {
  throw new TypeError(
    `expected the content of the asset ${hash.slice(0, 12)} to be in the worker, but it is stored by the run alone`,
  )
}

// Questions and notices between a run and a worker: each side asks, answers and tells over one channel, in order.
import { type SentThrown, receiveThrown, sendThrown } from './thrown.ts'

/** What may be asked or told, by name: what it is of, and what the answer gives. */
export type Speech<S> = { readonly [K in keyof S]: { readonly of: unknown; readonly gives: unknown } }

/** How each question is answered, and each notice taken. */
export type Handlers<S extends Speech<S>> = {
  readonly [K in keyof S]: (of: S[K]['of']) => S[K]['gives'] | Promise<S[K]['gives']>
}

/** A task may use the same channel: what has no such mark is not for us. */
interface Message {
  readonly assay: 'ask' | 'tell' | 'answer' | 'refusal'
  readonly id: number
  readonly name: PropertyKey
  readonly value: unknown
}

interface Pending {
  readonly resolve: (value: never) => void
  readonly reject: (error: unknown) => void
}

export class Link<Out extends Speech<Out>, In extends Speech<In>> {
  readonly #post: (message: Message) => void
  readonly #handlers: Handlers<In>
  readonly #pending = new Map<number, Pending>()
  #asked = 0
  #closed: { readonly error: unknown } | null = null

  constructor(post: (message: object) => void, handlers: Handlers<In>) {
    this.#post = post
    this.#handlers = handlers
  }

  /** The answer of the other side; what it threw is thrown as a copy. */
  ask<K extends keyof Out>(name: K, of: Out[K]['of']): Promise<Out[K]['gives']> {
    return new Promise((resolve, reject) => {
      if (this.#closed !== null) throw this.#closed.error
      const id = ++this.#asked
      this.#post({ assay: 'ask', id, name, value: of })
      this.#pending.set(id, { resolve, reject })
    })
  }

  /** Says it, whether anybody hears it or not. */
  tell<K extends keyof Out>(name: K, of: Out[K]['of']): void {
    if (this.#closed === null) this.#post({ assay: 'tell', id: 0, name, value: of })
  }

  /** To be called with everything that comes over the channel. */
  receive(message: unknown): void {
    if (!isMessage(message) || this.#closed !== null) return
    const { assay, id, name, value } = message
    if (assay === 'ask' || assay === 'tell') void this.#answer(assay === 'ask' ? id : null, name as keyof In, value)
    else {
      const pending = this.#pending.get(id)
      this.#pending.delete(id)
      if (assay === 'answer') pending?.resolve(value as never)
      else pending?.reject(receiveThrown(value as SentThrown))
    }
  }

  /** The other side is gone: what is asked of it fails with this. */
  close(error: unknown): void {
    if (this.#closed !== null) return
    this.#closed = { error }
    for (const { reject } of this.#pending.values()) reject(error)
    this.#pending.clear()
  }

  async #answer<K extends keyof In>(id: number | null, name: K, of: In[K]['of']): Promise<void> {
    let message: Message
    try {
      message = { assay: 'answer', id: id ?? 0, name, value: await this.#handlers[name](of) }
    } catch (error) {
      message = { assay: 'refusal', id: id ?? 0, name, value: sendThrown(error) }
    }
    if (id !== null && this.#closed === null) this.#post(message)
  }
}

function isMessage(message: unknown): message is Message {
  return typeof message === 'object' && message !== null && 'assay' in message
}

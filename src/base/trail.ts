// Where a walk over a nested value is: names the path in an error without building it for every value, and finds cycles.

/** Far below where a walk would overflow the stack, and far above what data is. */
const deepest = 1_000
/** Keys that say where a value begins that is too deep. */
const shownKeys = 5

/** A path such as `input.items.3`, known at every step of a walk. Enter an object, say at which key, leave it. */
export class Trail {
  readonly #root: string
  readonly #objects: object[] = []
  readonly #keys: (string | number)[] = []

  constructor(root: string) {
    this.#root = root
  }

  enter(object: object): void {
    if (this.#objects.includes(object)) throw new TypeError(`expected ${this} to be a tree, got a cycle; leave the link out`)
    if (this.#objects.length === deepest)
      throw new TypeError(
        `expected ${this.#name(this.#keys.slice(0, shownKeys))}.… to be nested at most ${deepest} levels deep, got more; flatten it`,
      )
    this.#objects.push(object)
    this.#keys.push('')
  }

  at(key: string | number): void {
    this.#keys[this.#keys.length - 1] = key
  }

  leave(): void {
    this.#objects.pop()
    this.#keys.pop()
  }

  toString(): string {
    return this.#name(this.#keys)
  }

  #name(keys: readonly (string | number)[]): string {
    return [this.#root, ...keys].map(part => (part === '' ? "''" : part)).join('.')
  }
}

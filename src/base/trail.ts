// Where a walk over a nested value is: names the path in an error without building it for every value, and finds cycles.

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
    return [this.#root, ...this.#keys].map(part => (part === '' ? "''" : part)).join('.')
  }
}

// Gathers rows into lists, so that a lookup or a commit is shared by many of them.

/** Lists of `size` values, the last with the rest. */
export async function* inPages<T>(values: AsyncIterable<T> | Iterable<T>, size: number): AsyncGenerator<T[]> {
  let page: T[] = []
  for await (const value of values) {
    if (page.push(value) < size) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}

// Items from a JSON Lines file, streamed.
import { createInterface } from 'node:readline'
import { dataPath, streamFile } from './file.ts'
import { type Parse, invalid, parseRow } from './parse.ts'

/** Lines of a JSON Lines file, streamed at each iteration; empty lines are passed over. An `AssayError` names the line that is no JSON or does not fit. */
// A line may hold anything until `parse` has looked at it; `any` lets a plain function say what it expects.
// oxlint-disable-next-line typescript/no-explicit-any
export function jsonl<Item = unknown>(path: string | URL, parse?: Parse<any, Item>): AsyncIterable<Item> {
  return { [Symbol.asyncIterator]: () => readJsonl(dataPath(path), parse) }
}

async function* readJsonl<Item>(path: string, parse?: Parse<unknown, Item>): AsyncGenerator<Item> {
  let number = 0
  for await (const line of createInterface({ input: streamFile(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    number++
    const text = number === 1 ? line.replace(/^\uFEFF/, '') : line
    if (text.trim() === '') continue
    const value = parseJson(text, `${path}:${number}`)
    yield parse === undefined ? (value as Item) : await parseRow(parse, value, `${path}:${number}`)
  }
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw invalid(where, `it is no JSON (${(error as Error).message})`, error)
  }
}

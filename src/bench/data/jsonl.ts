// Items from a JSON Lines file, streamed.
import { decodeLine } from '../../record/lines.ts'
import { dataPath, readText } from './file.ts'
import { type Parse, checkParse, invalid, parseRow } from './parse.ts'

/**
 * Lines of a JSON Lines file, streamed at each iteration; empty lines are passed over. A line that a tracker wrote (it begins with
 * `"$assay"`) gives the row as it was logged; any other is plain JSON. An `AssayError` names the line that is no JSON or does not fit.
 */
// A line may hold anything until `parse` has looked at it; `any` lets a plain function say what it expects.
// oxlint-disable-next-line typescript/no-explicit-any
export function jsonl<Item = unknown>(path: string | URL, parse?: Parse<any, Item>): AsyncIterable<Item> {
  checkParse(parse, 'jsonl() to get a function or a schema')
  return { [Symbol.asyncIterator]: () => readJsonl(dataPath(path), parse) }
}

async function* readJsonl<Item>(path: string, parse?: Parse<unknown, Item>): AsyncGenerator<Item> {
  let number = 0
  for await (const line of readLines(path)) {
    number++
    if (line.trim() === '') continue
    const value = parseJson(line, `${path}:${number}`)
    yield parse === undefined ? (value as Item) : await parseRow(parse, value, `${path}:${number}`)
  }
}

/** Node's `readline` was rejected: it also ends a line at U+2028, which a JSON text may hold as it is. */
async function* readLines(path: string): AsyncGenerator<string> {
  let rest = ''
  for await (const piece of readText(path)) {
    const lines = piece.split('\n')
    lines[0] = rest + lines[0]
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}

function parseJson(text: string, where: string): unknown {
  try {
    return decodeLine(JSON.parse(text))
  } catch (error) {
    const reason = (error as Error).message
    throw invalid(where, error instanceof SyntaxError ? `it is no JSON (${reason})` : reason, error)
  }
}

// Says which values are too large for a row, and puts a reference in their place; also how content in memory gets its hash.
import { createHash } from 'node:crypto'
import { type AssetKind, type Content, LargeValue } from './asset.ts'
import { type Cell, toCell } from './cells.ts'
import { encodeWithAssets, type Tagged } from './tagged.ts'
import { isPlainObject } from '../base/keys.ts'

/** Characters of a text or of the JSON of a nested value, or bytes, that a cell holds at most: a page of rows stays small. */
export const largestInline = 32 * 1024

export const mediaTypes = {
  bytes: 'application/octet-stream',
  text: 'text/plain; charset=utf-8',
  json: 'application/json',
} as const satisfies Record<AssetKind, string>

/** Content that nobody changes any more. */
export function contentInMemory(bytes: Uint8Array, kind: AssetKind, mediaType: string = mediaTypes[kind]): Content {
  const hash = createHash('sha256').update(bytes).digest('hex')
  return { reference: { hash, bytes: bytes.length, mediaType, kind }, chunks: () => [bytes] }
}

/** The cell, or of a large value one that refers to its content. A nested value that holds assets stays, so that each can be found. */
export function keepApart(cell: Cell): Cell {
  const { value, type, contents } = cell
  if (!(typeof value === 'string' || value instanceof Uint8Array) || value.length <= largestInline) return cell
  if (contents !== undefined) return cell
  // Ill-formed text has no bytes in UTF-8 that would give it back.
  if (type !== 'text' && type !== 'json' && type !== 'bytes') return cell
  return toCell(new LargeValue(contentInMemory(Buffer.from(value as never), type)), 'value')
}

/**
 * The text of a whole result. What would be large in a cell, the result itself or what is under one of its keys, is apart here too, so that it is
 * kept once. A `TypeError` names the path of what cannot be stored.
 */
export function encodeApart(value: unknown, path: string): Tagged {
  const whole = encodeWithAssets(value, path)
  if (whole.text.length <= largestInline) return whole
  if (!isPlainObject(value)) return encodeWithAssets(apart(value), path)
  const entries = Object.entries(value).map(([key, inner]) => [key, apart(inner)] as const)
  return encodeWithAssets(Object.fromEntries(entries), path)
}

function apart(value: unknown): unknown {
  if (typeof value === 'string') return value.length > largestInline && value.isWellFormed() ? largeText(value, 'text') : value
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  if (value instanceof Uint8Array)
    return value.length > largestInline ? new LargeValue(contentInMemory(new Uint8Array(value), 'bytes')) : value
  const { text, contents } = encodeWithAssets(value)
  return text.length > largestInline && contents.length === 0 ? largeText(text, 'json') : value
}

function largeText(text: string, kind: AssetKind): LargeValue {
  return new LargeValue(contentInMemory(Buffer.from(text), kind))
}

// Turns one value into what an untyped SQL column holds without loss, and back.
import type { CellType, LogicalType, SqlValue } from './types.ts'
import { type AssetKind, type Content, LargeValue } from './asset.ts'
import { decodeTagged, encodeWithAssets } from './tagged.ts'
import type { OpenReference } from './untag.ts'

/** A value as it is stored: the SQL value, and the kind that tells how to read it. */
export interface Cell {
  readonly value: SqlValue
  readonly type: CellType
  /** What the value refers to and does not hold. */
  readonly contents?: readonly Content[]
}

const nullCell: Cell = { value: null, type: 'null' }
const nanCell: Cell = { value: null, type: 'nan' }
const trueCell: Cell = { value: 1n, type: 'boolean' }
const falseCell: Cell = { value: 0n, type: 'boolean' }
const longest = 2n ** 63n
/** A large value is of its own kind, so that a column of texts stays one. */
const largeTypes = { text: 'large_text', bytes: 'large_bytes', json: 'json' } as const satisfies Record<AssetKind, CellType>

/** The cell of any value but `undefined` (which is absent). `path` names the value in the error of one that cannot be stored. */
export function toCell(value: unknown, path: string): Cell {
  switch (typeof value) {
    case 'string':
      return value.isWellFormed()
        ? { value, type: 'text' }
        : { value: new Uint8Array(Buffer.from(value, 'utf16le')), type: 'ill_formed_text' }
    case 'number':
      return numberCell(value)
    case 'boolean':
      return value ? trueCell : falseCell
    case 'bigint':
      return { value: value < longest && value >= -longest ? value : String(value), type: 'bigint' }
    default:
      return objectCell(value, path)
  }
}

function numberCell(value: number): Cell {
  if (Number.isNaN(value)) return nanCell
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) return { value: BigInt(value), type: 'integer' }
  return { value, type: 'number' }
}

function objectCell(value: unknown, path: string): Cell {
  if (value === null) return nullCell
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? { value: null, type: 'invalid_date' } : { value: value.toISOString(), type: 'date' }
  }
  // A copy, because a caller may fill its buffer anew before the cell is written.
  if (value instanceof Uint8Array) return { value: new Uint8Array(value), type: 'bytes' }
  const { text, contents } = encodeWithAssets(value, path)
  const type = value instanceof LargeValue ? largeTypes[value.content.reference.kind] : 'json'
  return contents.length === 0 ? { value: text, type } : { value: text, type, contents }
}

/**
 * The value of a cell. Integers come as `bigint` or as a safe number, whichever the driver was asked for. `open` gives what the
 * cell refers to.
 */
export function fromCell(value: SqlValue, type: CellType | LogicalType, open?: OpenReference): unknown {
  if (type === 'nan') return Number.NaN
  if (type === 'invalid_date') return new Date(Number.NaN)
  if (value === null) return null
  switch (type) {
    case 'boolean':
      return Number(value) === 1
    case 'integer':
    case 'number':
      return Number(value)
    case 'bigint':
      return BigInt(value as bigint | number | string)
    case 'date':
      return new Date(value as string)
    case 'json':
    case 'large_text':
    case 'large_bytes':
      return decodeTagged(value as string, open)
    case 'ill_formed_text':
      return Buffer.from(value as Uint8Array).toString('utf16le')
    default:
      return value
  }
}

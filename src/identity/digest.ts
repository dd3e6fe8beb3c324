// SHA-256 of canonical text, with the encoding's number in front: what every identity in Assay is.
import { hash } from 'node:crypto'
import { canonical, encodingNumber } from './canonical.ts'

/** 64 hex digits that are equal for equal values and different for different ones. `path` names the value in errors. */
export function digest(value: unknown, path?: string): string {
  return digestText(canonical(value, path))
}

/** The digest of text that is canonical already. */
export function digestText(text: string): string {
  return hash('sha256', `${encodingNumber}:${text}`)
}

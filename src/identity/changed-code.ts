// Names what differs between two identities of code: functions, constants, files, packages, or a declared version.
import type { DatapointParts } from './datapoint.ts'

/** A datapoint, with what its digests stand for as far as it is known. */
export interface Described {
  readonly parts: DatapointParts
  /** What code and files were made of; `null` where only the whole is known. */
  readonly places: Readonly<Record<string, string>> | null
  readonly inputText: string | null
}

export interface CodeChange {
  /** What differs, as it was: places, packages with their versions. Empty where all of it is new. */
  readonly before: string
  readonly after: string
  readonly words: string
}

/** How many places a sentence names. */
const most = 8

/** By the places of both, because thousands of datapoints share them. */
const known = new WeakMap<object, WeakMap<object, CodeChange>>()

/** Also of files, whose places stand among those of the code. */
export function changedCode(before: Described, after: Described): CodeChange {
  const [old, now] = [before.places, after.places]
  if (old === null || now === null) return changedWhole(before.parts.code, after.parts.code)
  const stored = known.get(old)?.get(now)
  if (stored !== undefined) return stored
  const change = changedPlaces(old, now) ?? changedWhole(before.parts.code, after.parts.code)
  known.set(old, (known.get(old) ?? new WeakMap<object, CodeChange>()).set(now, change))
  return change
}

type Places = NonNullable<Described['places']>

function changedPlaces(old: Places, now: Places): CodeChange | null {
  const places = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort().filter(place => old[place] !== now[place])
  if (places.length === 0) return null
  const sentences = places.map(place => changedPlace(place, old[place], now[place]))
  const others = sentences.length > most ? `, and ${sentences.length - most} more` : ''
  const listed = (side: Places) =>
    places
      .filter(place => Object.hasOwn(side, place))
      .map(place => withVersion(place, side[place]))
      .join(', ')
  return { before: listed(old), after: listed(now), words: `${sentences.slice(0, most).join(', ')}${others}` }
}

function changedPlace(place: string, before: string | undefined, after: string | undefined): string {
  if (before === undefined) return `${withVersion(place, after)} is new`
  if (after === undefined) return `${withVersion(place, before)} is gone`
  return isPackage(place) ? `${place} was ${before}, is ${after}` : `${place} changed`
}

function withVersion(place: string, version: string | undefined): string {
  return isPackage(place) ? `${place} ${version}` : place
}

function isPackage(place: string): boolean {
  return place.startsWith('package ')
}

/** A version, or a digest whose parts were not kept. */
function changedWhole(before: string, after: string): CodeChange {
  const [old, now] = [versionOf(before), versionOf(after)]
  if (old !== null && now !== null) return { before: old, after: now, words: `the version was ${old}, is ${now}` }
  if (old !== null) return { before, after, words: `the version ${old} stood for it, now what the task reaches does` }
  if (now !== null) return { before, after, words: `what the task reaches stood for it, now the version ${now} does` }
  return { before, after, words: 'it is another, and of the earlier one only the whole is known' }
}

function versionOf(code: string): string | null {
  return code.startsWith('version:') ? code.slice('version:'.length) : null
}

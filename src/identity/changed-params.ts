// Compares two canonical texts of params: which keys and values are others, and whether one may be the other under new names.
import { fieldTexts } from './read.ts'
import { shorten } from './shorten.ts'

/** How two params differ. Values are canonical texts, by key. */
export interface ParamsChange {
  readonly isNew: ReadonlyMap<string, string>
  readonly isGone: ReadonlyMap<string, string>
  /** Keys that both have, with other values: before and after. */
  readonly isOther: ReadonlyMap<string, readonly [string, string]>
  /** New name to old, where a value stands under another key. */
  readonly renamed: ReadonlyMap<string, string>
}

export function compareParams(before: string, after: string): ParamsChange {
  const [old, now] = [fieldTexts(before), fieldTexts(after)]
  const isGone = new Map([...old].filter(([key]) => !now.has(key)))
  const isNew = new Map([...now].filter(([key]) => !old.has(key)))
  const others = [...now].flatMap(([key, value]) => {
    const was = old.get(key)
    return was === undefined || was === value ? [] : [[key, [was, value]] as const]
  })
  const renamed = new Map<string, string>()
  const free = new Map(isGone)
  for (const [key, value] of isNew) {
    const [from] = [...free].find(([, was]) => was === value) ?? []
    if (from === undefined) continue
    free.delete(from)
    renamed.set(key, from)
  }
  return { isNew, isGone, isOther: new Map(others), renamed }
}

/** Equal, or the same values where both have them and only keys renamed, added or left out: not a configuration of its own. */
export function isReshaped({ isNew, isGone, isOther, renamed }: ParamsChange): boolean {
  return isOther.size === 0 && renamed.size === Math.min(isNew.size, isGone.size)
}

/** Keys that differ, one that was renamed counted less than one that is another. */
export function paramsDistance({ isNew, isGone, isOther, renamed }: ParamsChange): number {
  return isNew.size + isGone.size + isOther.size - renamed.size
}

/** What differs, in words. */
export function changedParams(before: string, after: string): string {
  const { isNew, isGone, isOther, renamed } = compareParams(before, after)
  const taken = new Set(renamed.values())
  return [
    ...[...isOther].map(([key, [was, is]]) => `\`${key}\` was ${shorten(was)}, is ${shorten(is)}`),
    ...[...renamed].map(([key, from]) => `\`${from}\` is called \`${key}\``),
    ...[...isNew].filter(([key]) => !renamed.has(key)).map(([key, value]) => `\`${key}\` is new (${shorten(value)})`),
    ...[...isGone.keys()].filter(key => !taken.has(key)).map(key => `\`${key}\` is gone`),
  ].join(', ')
}

/** What a benchmark declares so that earlier results count under the new keys; `null` where nothing it could declare does that. */
export function migrationOf(before: string, after: string): string | null {
  const change = compareParams(before, after)
  if (!isReshaped(change) || change.isGone.size > change.renamed.size) return null
  const renamed = [...change.renamed].map(([key, from]) => `${nameIn(key)}: ${JSON.stringify(from)}`)
  const added = [...change.isNew].filter(([key]) => !change.renamed.has(key))
  const values = added.map(([key, value]) => `${nameIn(key)}: ${value.includes('#') ? '…' : value}`)
  const parts = [renamed.length > 0 && `rename: { ${renamed.join(', ')} }`, values.length > 0 && `add: { ${values.join(', ')} }`]
  return parts.filter(Boolean).join(', ')
}

function nameIn(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key)
}

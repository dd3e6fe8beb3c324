// Other keys under which a result of this benchmark may stand: of an earlier name, earlier params, earlier code.
import { canonical } from '../../identity/canonical.ts'
import type { DatapointParts } from '../../identity/datapoint.ts'
import { knownCodes } from '../../ledger/codes.ts'
import { redactParams } from '../../record/secret-params.ts'
import type { Store } from '../../store/store.ts'
import type { DeclaredCode } from '../declare/code.ts'
import type { Migration } from '../declare/spec.ts'

/** What the datapoints of one configuration share of their parts. */
export type SharedParts = Omit<DatapointParts, 'input' | 'trial'>

/** Shared parts that an earlier run may have used, and why its results count. */
export interface Earlier {
  readonly shared: SharedParts
  readonly reason: string
}

/** Identities of code whose results count besides the current one; newest first. */
export interface EarlierCode {
  readonly code: string
  readonly files: string
  readonly reason: string
}

/** Every other way in which the configuration may have been called, the likeliest first. */
export function earlierOf(
  shared: SharedParts,
  params: object,
  migrate: Migration | undefined,
  codes: readonly EarlierCode[],
): Earlier[] {
  const forms = formsOf(shared, params, migrate)
  const current = forms.slice(1)
  const ofCodes = codes.flatMap(({ code, files, reason }) =>
    forms.map(form => ({
      shared: { ...form.shared, code, files },
      reason: [reason, form.reason].filter(Boolean).join(', '),
    })),
  )
  return [...current, ...ofCodes]
}

/** The current form first, then each that leaves out one or more of the changes: earlier runs may have had some of them. */
function formsOf(shared: SharedParts, params: object, migrate: Migration | undefined): Earlier[] {
  const { name = shared.name, rename = {}, add: added = {} } = migrate ?? {}
  const add = redactParams(added).params
  const names = [...new Set([shared.name, name])]
  const values = [params, withoutAdded(params, add), renamed(params, rename), withoutAdded(params, add, rename)]
  const texts = new Set(values.flatMap(value => (value === null ? [] : [canonical(value)])))
  return names.flatMap(old =>
    [...texts].map(text => ({
      shared: { ...shared, name: old, params: text },
      reason: [old === shared.name ? '' : 'renamed benchmark', text === shared.params ? '' : 'renamed or added params']
        .filter(Boolean)
        .join(', '),
    })),
  )
}

/** As the params were before some were added, and renamed too; `null` where they have another value than earlier runs had. */
function withoutAdded(params: object, add: object, rename: Readonly<Record<string, string | undefined>> = {}): object | null {
  const entries = Object.entries(params)
  const isOther = entries.some(([key, value]) => Object.hasOwn(add, key) && canonical(value) !== canonical(add[key as never]))
  return isOther ? null : renamed(Object.fromEntries(entries.filter(([key]) => !Object.hasOwn(add, key))), rename)
}

function renamed(params: object, rename: Readonly<Record<string, string | undefined>>): object {
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => [Object.hasOwn(rename, key) ? (rename[key] ?? key) : key, value]),
  )
}

/** The identities of code that count besides the current one: the same code as the first release told it, and when asked all earlier ones. */
export async function earlierCodes(store: Store, name: string, code: DeclaredCode, acceptsAny: boolean): Promise<EarlierCode[]> {
  const others = (await knownCodes(store, name)).filter(known => known.code !== code.identity || known.files !== code.files)
  const ofFirstRelease = others.some(({ parts, code }) => parts === null && !code.startsWith('version:'))
    ? code.ofFirstRelease()
    : null
  return others.flatMap(({ code, files }) => {
    if (code === ofFirstRelease) return [{ code, files, reason: 'same code, as the first release knew it' }]
    return acceptsAny ? [{ code, files, reason: 'accepted code' }] : []
  })
}

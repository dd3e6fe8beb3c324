// Says of datapoints in what they differ from the nearest earlier one: reads what the digests stand for, and puts it into words.
import { type Part, differencesOf } from '../../identity/change.ts'
import { migrationOf } from '../../identity/changed-params.ts'
import type { DatapointParts } from '../../identity/datapoint.ts'
import { type KnownCode, knownCodes } from '../../ledger/codes.ts'
import { findInputs } from '../../ledger/parts.ts'
import type { Store } from '../../store/store.ts'
import type { Nearest } from './nearest.ts'

/** In what a datapoint differs from the nearest earlier one. */
export interface Change {
  /** Its key. */
  readonly datapoint: string
  /** The first part that differs; `null` where none does, or where there is no earlier datapoint. */
  readonly part: Part | null
  /** All that differ, in the order in which they are named. */
  readonly parts: readonly Part[]
  /**
   * The first part before and now: texts of name, input, params and trial; places of code and files, with the versions of packages.
   * Without a part: `before` is `null`, and `after` the reason that the row gives (`new`, `failed before`, …).
   */
  readonly before: string | null
  readonly after: string
  /** Every part that differs, in words. */
  readonly message: string
}

/** A datapoint and the nearest earlier one. */
export interface Pair {
  readonly key: string
  readonly parts: DatapointParts
  /** What code and files are made of, `null` where only the whole is known. */
  readonly places: KnownCode['parts']
  readonly inputText: string | null
  readonly nearest: Nearest
}

export class Changes {
  readonly #ledger: Store
  readonly #codes = new Map<string, Promise<Map<string, KnownCode['parts']>>>()

  constructor(ledger: Store) {
    this.#ledger = ledger
  }

  /** What an identity of code was made of, as far as the ledger knows. */
  async placesOf({ name, code, files }: DatapointParts): Promise<KnownCode['parts']> {
    const codes = this.#codes.get(name) ?? this.#read(name)
    this.#codes.set(name, codes)
    return (await codes).get(`${code} ${files}`) ?? null
  }

  async #read(name: string): Promise<Map<string, KnownCode['parts']>> {
    const codes = await knownCodes(this.#ledger, name)
    return new Map(codes.map(({ code, files, parts }) => [`${code} ${files}`, parts]))
  }

  /** A pair whose parts are all equal is left out: its result was taken away. */
  async describe(pairs: readonly Pair[]): Promise<Change[]> {
    const digests = pairs.flatMap(({ parts, nearest }) => (parts.input === nearest.parts.input ? [] : [nearest.parts.input]))
    const inputs = await findInputs(this.#ledger, [...new Set(digests)])
    const changes = pairs.map(async ({ key, parts, places, inputText, nearest }): Promise<Change[]> => {
      const before = {
        parts: nearest.parts,
        places: await this.placesOf(nearest.parts),
        inputText: inputs.get(nearest.parts.input) ?? null,
      }
      const differences = differencesOf(before, { parts, places, inputText })
      const [first] = differences
      if (first === undefined) return []
      const sentences = [...differences.map(({ message }) => message), `Compared with run ${nearest.runId}.`]
      const { part, before: old, after } = first
      const names = differences.map(difference => difference.part)
      return [{ datapoint: key, part, parts: names, before: old, after, message: sentences.join(' ') }]
    })
    return (await Promise.all(changes)).flat()
  }
}

/** The declaration with which the earlier result would count, where name or keys of params are all that differs. */
export function migrationFor({ parts, nearest }: Pair): string | null {
  const before = nearest.parts
  const isSame = (['code', 'files', 'train', 'input', 'trial'] as const).every(part => before[part] === parts[part])
  if (!isSame) return null
  const name = before.name === parts.name ? '' : `name: ${JSON.stringify(before.name)}`
  const params = before.params === parts.params ? '' : migrationOf(before.params, parts.params)
  return params === null ? null : `migrate: { ${[name, params].filter(Boolean).join(', ')} }`
}

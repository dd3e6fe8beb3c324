// What every store can do with the ledger as a whole: list it in order, weigh it, take results away, add those of another ledger.

/** Which datapoints; all that is given must hold. Those whose result was taken away are found by their status `deleted` alone. */
export interface DatapointQuery {
  /** The run that executed them. */
  readonly producedBy?: string
  /** Canonical texts, of which theirs is one. */
  readonly params?: readonly string[]
  /** One, or several of which theirs is one. */
  readonly status?: string | readonly string[]
  /** Committed earlier than this. */
  readonly before?: Date
  readonly keys?: readonly string[]
}

/** What results took together; what is not known of them is counted apart. */
export interface DatapointTotals {
  readonly count: number
  /** `null` where it is known of none. */
  readonly durationMs: number | null
  readonly durationUnknown: number
  readonly costUsd: number | null
  readonly costUnknown: number
  /** Those that a living holder executes at this moment, which are in none of the numbers above. */
  readonly inFlight: number
}

/** What became of rows of another ledger. */
export interface Admitted {
  readonly added: number
  /** Added where there was a failure, or a result that was taken away. */
  readonly replaced: number
  /** There already. */
  readonly present: number
}

type Stored = Readonly<Record<string, unknown>>

export interface Datapoints {
  /** Row numbers, by name, params, trial, input and key: the same for the same contents. */
  list(query: DatapointQuery): Promise<number[]>
  total(query: DatapointQuery): Promise<DatapointTotals>
  /** How many there are that somebody executes at this moment. */
  inFlight(): Promise<number>
  /** Those of these keys that were started by somebody who went away without an outcome, and how often they were started. */
  cutOff(keys: readonly string[]): Promise<Map<string, number>>
  /** Takes the results of these datapoints away, all in one moment, but for those in flight. What they are and took stays, with the status `deleted`. */
  forget(query: DatapointQuery): Promise<DatapointTotals>
  /** Adds whole rows with the texts of their inputs, all or none. A result that is there is never replaced. */
  admit(rows: readonly Stored[], inputs: readonly Stored[]): Promise<Admitted>
}

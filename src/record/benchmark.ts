// What a declared benchmark is to whoever reads its rows: to the compiler its row, its params and the names of its metrics.

declare const types: unique symbol

/** Carries the names of declared metrics; never there at run time. */
export interface Named<out M extends string> {
  readonly [types]?: { readonly metric: M }
}

/** A declared benchmark. Its type parameters carry the row, the params and the names of the metrics to `run` and `openReader`. */
export interface Benchmark<out R = unknown, out Params = unknown, out Name extends string = string> {
  readonly name: string
  readonly [types]?: { readonly row: R; readonly params: Params; readonly metric: Name }
}

/** A row of `predictions` as this benchmark writes it: `Prediction<typeof bench>`. */
export type Prediction<B> = B extends Benchmark<infer R, unknown, string> ? R : never

/** Where a benchmark keeps what was declared. Known to every copy of the package, so that a command line installed elsewhere runs a project's own benchmarks. */
export const declared: unique symbol = Symbol.for('assay.declaration.1')

/** Of a declaration, what tells its rows from those of others and which columns they have. */
export interface DeclaredRows {
  readonly name: string
  readonly params: readonly object[]
  readonly metrics: Readonly<Record<string, unknown>>
  /** Of the rows of a run that was stopped before its end. */
  readonly isCutShort?: boolean
}

/** The declaration behind a benchmark, or `null` for a value that is none. */
export function declarationOf(value: unknown): DeclaredRows | null {
  return typeof value === 'object' && value !== null ? ((value as { [declared]?: DeclaredRows })[declared] ?? null) : null
}

/** Where rows that are selected say which benchmark they are of. */
export const declaredBy: unique symbol = Symbol.for('assay.declared-by.1')

/** The declaration behind selected rows; `null` for rows from anywhere else. */
export function declarationOfRows(rows: unknown): DeclaredRows | null {
  return typeof rows === 'object' && rows !== null ? ((rows as { [declaredBy]?: DeclaredRows | null })[declaredBy] ?? null) : null
}

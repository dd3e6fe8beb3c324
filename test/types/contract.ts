// Holds what the package offers against the contract: every name exists there, and those that are complete have its very types.
import type * as assay from 'assay'
import type * as contract from './contract/assay.d.ts'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const yes = <_ extends true>() => {}

// A name that the contract does not have does not compile here.
export type Values = { [K in keyof typeof assay]: K extends keyof typeof contract ? K : never }
yes<Same<Exclude<keyof typeof assay, keyof typeof contract>, never>>()

yes<Same<assay.Estimate, contract.Estimate>>()
yes<Same<assay.Finding, contract.Finding>>()
yes<Same<assay.Comparison, contract.Comparison>>()
yes<Same<ReturnType<typeof assay.grid<{ a: [1, 2]; b: ['x'] }>>, ReturnType<typeof contract.grid<{ a: [1, 2]; b: ['x'] }>>>>()
type Planned = Awaited<ReturnType<typeof contract.plan>>
yes<Same<{ [K in keyof assay.Plan]: assay.Plan[K] }, { [K in keyof Planned]: Planned[K] }>>()
yes<Same<ReturnType<typeof assay.explain>, ReturnType<typeof contract.explain>>>()
yes<Same<Parameters<typeof assay.explain>, Parameters<typeof contract.explain>>>()
yes<Same<Parameters<typeof assay.quantile>, Parameters<typeof contract.quantile>>>()
yes<Same<Parameters<typeof assay.mean>, Parameters<typeof contract.mean>>>()
yes<Same<Parameters<typeof assay.sum>, Parameters<typeof contract.sum>>>()
yes<Same<Parameters<typeof assay.passAt>, Parameters<typeof contract.passAt>>>()
yes<Same<Parameters<typeof assay.passAll>, Parameters<typeof contract.passAll>>>()
yes<Same<Parameters<typeof assay.logLoss>, Parameters<typeof contract.logLoss>>>()
yes<Same<Parameters<typeof assay.brierScore>, Parameters<typeof contract.brierScore>>>()
yes<Same<Parameters<typeof assay.calibrationError>, Parameters<typeof contract.calibrationError>>>()
yes<Same<Parameters<typeof assay.accuracy>, Parameters<typeof contract.accuracy>>>()
yes<Same<Parameters<typeof assay.precision>, Parameters<typeof contract.precision>>>()
yes<Same<Parameters<typeof assay.recall>, Parameters<typeof contract.recall>>>()
yes<Same<Parameters<typeof assay.f1>, Parameters<typeof contract.f1>>>()
yes<Same<Parameters<typeof assay.mae>, Parameters<typeof contract.mae>>>()
yes<Same<Parameters<typeof assay.rmse>, Parameters<typeof contract.rmse>>>()
yes<Same<Parameters<typeof assay.r2>, Parameters<typeof contract.r2>>>()
yes<Same<ReturnType<typeof assay.accuracy<'x'>>['needs'], ReturnType<typeof contract.accuracy<'x'>>['needs']>>()
yes<Same<ReturnType<typeof assay.logLoss<'x'>>['needs'], ReturnType<typeof contract.logLoss<'x'>>['needs']>>()
yes<Same<ReturnType<typeof assay.mean<'x'>>['needs'], ReturnType<typeof contract.mean<'x'>>['needs']>>()
yes<Same<ReturnType<typeof assay.passAt<'x'>>['needs'], ReturnType<typeof contract.passAt<'x'>>['needs']>>()
yes<Same<typeof assay.usage, typeof contract.usage>>()
yes<Same<assay.Usage, contract.Usage>>()

// What is not complete yet must take nothing that the contract would refuse, and give nothing less than it promises of itself.
declare const csv: typeof assay.csv
declare const jsonl: typeof assay.jsonl
export const contractCsv: typeof contract.csv = csv
export const contractJsonl: typeof contract.jsonl = jsonl
declare const command: typeof assay.command
export const contractCommand: typeof contract.command = command
declare const config: assay.Config
export const contractConfig: contract.Config = config
declare const error: assay.AssayError
export const contractError: contract.AssayError = error
declare const metric: assay.Metric<{ readonly x: number }>
export const contractMetric: contract.Metric<{ readonly x: number }> = metric

declare const scorer: assay.Scorer<string, { readonly label: string }, string | null>
export const contractScorer: contract.Scorer<string, { readonly label: string }, string | null> = scorer
type OurScored = Parameters<Extract<typeof scorer, (...args: never) => unknown>>[0]
type TheirScored = Parameters<
  Extract<contract.Scorer<string, { readonly label: string }, string | null>, (...args: never) => unknown>
>[0]
yes<Same<{ [K in keyof OurScored]: OurScored[K] }, { [K in keyof TheirScored]: TheirScored[K] }>>()
yes<
  Same<
    ReturnType<Extract<typeof scorer, (...args: never) => unknown>>,
    Extract<ReturnType<Extract<contract.Scorer<string, string, string>, (...args: never) => unknown>>, unknown>
  >
>()

// A reader's methods take and give what the contract says; `names`, `stats` and `rank` are there besides, `toArrow` not yet.
interface Line {
  readonly status: 'ok' | 'error'
  readonly params_model: 'a' | 'b'
}
interface LineParams {
  readonly model: 'a' | 'b'
  readonly chars?: number
}
type Ours = assay.Reader<Line, LineParams, 'accuracy'>
type Theirs = contract.Reader<Line, LineParams, 'accuracy'>
yes<Same<Parameters<Ours['rows']>, Parameters<Theirs['rows']>>>()
yes<Same<ReturnType<Ours['rows']>, ReturnType<Theirs['rows']>>>()
yes<Same<Parameters<Ours['count']>, Parameters<Theirs['count']>>>()
yes<Same<Parameters<Ours['select']>, Parameters<Theirs['select']>>>()
yes<Same<ReturnType<Ours['runs']>, ReturnType<Theirs['runs']>>>()
yes<Same<Parameters<Ours['sql']>, Parameters<Theirs['sql']>>>()
declare const reader: Ours
export const contractReader: Pick<Theirs, 'rows' | 'count' | 'columns' | 'runs' | 'sql' | 'asset' | 'close'> = reader

// An entry of a leaderboard.
type OurEntry = Awaited<ReturnType<typeof assay.leaderboard<Line, LineParams, 'accuracy'>>>[number]
type TheirEntry = Awaited<ReturnType<typeof contract.leaderboard<Line, LineParams, 'accuracy'>>>[number]
yes<Same<{ [K in keyof OurEntry]: OurEntry[K] }, { [K in keyof TheirEntry]: TheirEntry[K] }>>()

// A tracker's methods too.
declare const tracker: assay.Tracker
export const contractTracker: contract.Tracker = tracker
yes<Same<Parameters<typeof assay.openTracker>, Parameters<typeof contract.openTracker>>>()
yes<Same<ReturnType<assay.Tracker['rows']>, ReturnType<contract.Tracker['rows']>>>()

// Of a stream or a file an asset is bytes, whatever else it is of.
declare const stored: assay.Asset<string>
export const contractAsset: contract.Asset<string> = stored
declare const asset: typeof assay.asset
export const contractMake: typeof contract.asset = asset

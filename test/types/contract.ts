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
yes<Same<ReturnType<typeof assay.grid<{ a: [1, 2]; b: ['x'] }>>, ReturnType<typeof contract.grid<{ a: [1, 2]; b: ['x'] }>>>>()
yes<Same<Parameters<typeof assay.quantile>, Parameters<typeof contract.quantile>>>()
yes<Same<Parameters<typeof assay.mean>, Parameters<typeof contract.mean>>>()
yes<Same<Parameters<typeof assay.sum>, Parameters<typeof contract.sum>>>()

// What is not complete yet must take nothing that the contract would refuse, and give nothing less than it promises of itself.
declare const csv: typeof assay.csv
declare const jsonl: typeof assay.jsonl
export const contractCsv: typeof contract.csv = csv
export const contractJsonl: typeof contract.jsonl = jsonl
export type AccuracyOptions =
  NonNullable<Parameters<typeof assay.accuracy>[0]> extends NonNullable<Parameters<typeof contract.accuracy>[0]> ? true : never
yes<AccuracyOptions>()
declare const error: assay.AssayError
export const contractError: contract.AssayError = error
declare const metric: assay.Metric<{ readonly x: number }>
export const contractMetric: contract.Metric<{ readonly x: number }> = metric

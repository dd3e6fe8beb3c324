// A project with the contract's programs, unchanged, and what they read and import; each is run through the command line.
import { cpSync, mkdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'
import { assayJson } from '../../cli/assay.ts'
import { packageRoot, projectFolder } from '../../fixtures/folder.ts'

/** The part of what `assay run --json` says that these tests look at. */
export interface Ran {
  readonly run_id: string
  readonly status: string
  readonly planned: number
  readonly executed: number
  readonly replayed: number
  readonly failed: number
  readonly missed: number
  readonly findings: readonly { readonly id: string; readonly count: number }[]
  readonly metrics: readonly { readonly params: Readonly<Record<string, unknown>>; readonly [metric: string]: unknown }[]
}

/** `packages` are those of this checkout that the program imports besides zod. */
export function programFolder(t: TestContext, files: Readonly<Record<string, string>>, packages: readonly string[] = []): string {
  const folder = projectFolder(files, t)
  cpSync(join(packageRoot, 'test/types/programs'), folder, { recursive: true })
  for (const name of ['zod', ...packages]) {
    const place = join(folder, 'node_modules', name)
    mkdirSync(dirname(place), { recursive: true })
    symlinkSync(join(packageRoot, 'node_modules', name), place)
  }
  return folder
}

export interface Settings {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
}

/** One run of a program on `lab.db`. */
export async function runProgram(file: string, settings: Settings, ...flags: readonly string[]): Promise<Ran> {
  const { data, errors } = await assayJson(['run', file, '--db', 'lab.db', ...flags], settings)
  if (data === null) throw new Error(errors.map(({ message }) => message).join('\n'))
  return data as unknown as Ran
}

export function counts({ executed, replayed, failed }: Ran): readonly [executed: number, replayed: number, failed: number] {
  return [executed, replayed, failed]
}

/** A metric's value for each configuration. */
export function valuesOf({ metrics }: Ran, metric: string): readonly (number | null)[] {
  return metrics.map(row => (row[metric] as { readonly value: number | null }).value)
}

export function csvOf(rows: readonly Readonly<Record<string, unknown>>[]): string {
  return [Object.keys(rows[0] ?? {}), ...rows.map(row => Object.values(row))].map(cells => `${cells.join(',')}\n`).join('')
}

export function jsonLinesOf(rows: readonly object[]): string {
  return rows.map(row => `${JSON.stringify(row)}\n`).join('')
}

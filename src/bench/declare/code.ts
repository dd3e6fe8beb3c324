// The identity of a benchmark's code and files: the version that it declares, else what its task reaches and reads.
import { dirname, resolve } from 'node:path'
import { AssayError } from '../../base/errors.ts'
import type { Finding } from '../../base/findings.ts'
import { type Code, type Parts, type Site, codeIdentity, scorerCode, taskCode } from '../../identity/code.ts'
import { digest } from '../../identity/digest.ts'
import { readDeclaredFiles } from '../../identity/files.ts'
import { commandIdentity } from '../command/declared.ts'
import type { Judge } from './scorer.ts'
import type { Declaration } from './spec.ts'

/** What a benchmark's datapoints share of their identity, besides its name. */
export interface DeclaredCode {
  readonly identity: string
  /** Digest of the declared files, `''` for none. */
  readonly files: string
  /** What both were made of, by place; `null` where a version stands for them. */
  readonly parts: Parts | null
  readonly findings: readonly (Omit<Finding, 'count' | 'examples'> & { readonly example: Readonly<Record<string, string>> })[]
  /** The identity as the first release knew it; `null` where it had none for this. */
  readonly ofFirstRelease: () => string | null
}

/** Read once for each declaration: what this process runs is the code that it loaded, whatever the file says later. */
const codes = new WeakMap<Declaration, Code>()

/** Where neither version nor source is known, results could be another code's: a `code_unknown` error. */
export function codeOf(declaration: Declaration, file: string | null, options: object = {}): DeclaredCode {
  const { version } = declaration
  if (version !== undefined) return ofVersion(version)
  const sites = sitesOf(declaration, file)
  const command = commandIdentity(declaration.task)
  const files = readDeclaredFiles([...declaration.files, ...(command?.files ?? [])], { benchmark: dirname(sites[0].file) })
  const isKnown = (path: string) => files.has(path) || resolve(path) === command?.folder
  const code = loadedCode(declaration, sites, isKnown)
  const hasOptions = code.isWide && Object.keys(options).length > 0
  const besides = { ...(hasOptions && { options }), ...(command !== null && { command: command.parts }) }
  const isPlain = Object.keys(besides).length === 0
  return {
    identity: isPlain ? code.identity : digest({ code: code.identity, ...besides }),
    files: files.identity,
    parts: { ...code.parts, ...files.parts, ...command?.parts, ...(hasOptions && { '(options)': digest(options) }) },
    findings: code.findings,
    ofFirstRelease: () => (files.identity === '' && isPlain ? codeIdentity([...new Set(sites.map(site => site.file))]) : null),
  }
}

/** Digest of the code that the task reaches, as this process has loaded it; `null` where a version stands for it. */
export function sourceOf(declaration: Declaration, file: string): string | null {
  return declaration.version === undefined ? loadedCode(declaration, sitesOf(declaration, file)).identity : null
}

function loadedCode(declaration: Declaration, sites: readonly Site[], isKnown?: (path: string) => boolean): Code {
  const code = codes.get(declaration) ?? taskCode(sites, isKnown)
  codes.set(declaration, code)
  return code
}

/** Read once for each declaration too, by scorer. */
const judges = new WeakMap<Declaration, ReadonlyMap<string, DeclaredCode>>()

/** The code of each scorer's task, by the scorer's name; the same errors. */
export function judgeCodesOf(
  declaration: Declaration,
  file: string | null,
  options: object = {},
): ReadonlyMap<string, DeclaredCode> {
  const tasks = Object.entries(declaration.scores).filter(([, scorer]) => typeof scorer !== 'function')
  const read = ([name, scorer]: (typeof tasks)[number]): [string, DeclaredCode] => {
    const { version } = scorer as Judge
    if (version !== undefined) return [name, ofVersion(version)]
    const { identity, parts, findings, isWide } = scorerCode(sitesOf(declaration, file), name)
    const hasOptions = isWide && Object.keys(options).length > 0
    return [
      name,
      {
        identity: hasOptions ? digest({ code: identity, options }) : identity,
        files: '',
        parts: { ...parts, ...(hasOptions && { '(options)': digest(options) }) },
        findings: findings.map(aboutScorer),
        ofFirstRelease: () => null,
      },
    ]
  }
  const known = judges.get(declaration) ?? new Map(tasks.map(read))
  judges.set(declaration, known)
  return known
}

/** What a scorer may be told to do about it: `files` are the task's. */
function aboutScorer(finding: DeclaredCode['findings'][number]): DeclaredCode['findings'][number] {
  const id = `scorer-${finding.id}`
  const [message, hint] =
    finding.id === 'undeclared-input'
      ? [
          "A scorer's task reads what its identity does not hold, so a change of it would judge nothing again.",
          'write it into the code, import JSON, or raise the `version` of the scorer',
        ]
      : [
          "More code than a scorer's task reaches is in its identity, so editing something else there may judge everything again.",
          'write the scorer out in the call of `benchmark`, with top-level names only, or give it a `version`',
        ]
  return { ...finding, id, message, hint }
}

function ofVersion(version: string): DeclaredCode {
  return { identity: `version:${version}`, files: '', parts: null, findings: [], ofFirstRelease: () => null }
}

/** The way to the declaration; at least one place. */
function sitesOf(declaration: Declaration, file: string | null): readonly [Site, ...Site[]] {
  // A declaration made after an `await` in somebody's function does not show the file that called it.
  const isShown = file === null || declaration.sites.some(site => site.file === file)
  const sites = [...declaration.sites, ...(isShown ? [] : [{ file, line: null, column: null }])]
  const [first] = sites
  if (first === undefined) {
    throw new AssayError(
      'code_unknown',
      `The code of ${declaration.name} cannot be read, so stored results could be those of other code.`,
      'declare it in a file, or give it a `version`',
    )
  }
  return [first, ...sites.slice(1)]
}

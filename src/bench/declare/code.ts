// The identity of a benchmark's code and files: the version that it declares, else what its task reaches and reads.
import { dirname, resolve } from 'node:path'
import { AssayError } from '../../base/errors.ts'
import type { Finding } from '../../base/findings.ts'
import { type Code, type Parts, codeIdentity, taskCode } from '../../identity/code.ts'
import { digest } from '../../identity/digest.ts'
import { readDeclaredFiles } from '../../identity/files.ts'
import { commandIdentity } from '../command/declared.ts'
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
  const { name, version } = declaration
  if (version !== undefined)
    return { identity: `version:${version}`, files: '', parts: null, findings: [], ofFirstRelease: () => null }
  // A declaration made after an `await` in somebody's function does not show the file that called it.
  const isShown = file === null || declaration.sites.some(site => site.file === file)
  const sites = [...declaration.sites, ...(isShown ? [] : [{ file, line: null, column: null }])]
  const [first] = sites
  if (first === undefined) {
    throw new AssayError(
      'code_unknown',
      `The code of ${name} cannot be read, so stored results could be those of other code.`,
      'declare it in a file, or give it a `version`',
    )
  }
  const command = commandIdentity(declaration.task)
  const files = readDeclaredFiles([...declaration.files, ...(command?.files ?? [])], { benchmark: dirname(first.file) })
  const isKnown = (path: string) => files.has(path) || resolve(path) === command?.folder
  const code = codes.get(declaration) ?? taskCode(sites, isKnown)
  codes.set(declaration, code)
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

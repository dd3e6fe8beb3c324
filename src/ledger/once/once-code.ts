// Which code a function stands for that is given to `once`: what its source reaches, or the version that its user gives it.
import { checkFunction } from '../../base/callable.ts'
import { AssayError } from '../../base/errors.ts'
import { isPlainObject } from '../../base/keys.ts'
import { checkNames } from '../../base/options.ts'
import { type CodeFinding, type Parts, type Site, caller, functionCode, placeOfFile } from '../../identity/code.ts'

/** What tells results of one function from those of any other. */
export interface OnceCode {
  /** `once(embed)`: stands where a benchmark's datapoints have its name. */
  readonly name: string
  readonly identity: string
  /** `null` where a version stands for them. */
  readonly parts: Parts | null
  /** What the function reads that its identity does not hold. */
  readonly findings: readonly CodeFinding[]
}

/** Whether results of `once` are called so; no benchmark may be. */
export function isOnceName(name: string): boolean {
  return /^once\(.*\)$/s.test(name)
}

/** By function and by the place of the call: a call that was there before parses nothing. */
const known = new WeakMap<object, Map<string, OnceCode>>()

/** Which function a name and version stand for in this process. */
const versioned = new Map<string, unknown>()

/**
 * The code of `fn`, from the file that called Assay: to be asked before anything is awaited. An `AssayError` `code_unknown` where no file
 * says which function it is and there is no version; a `TypeError` for a version of what has no name of its own.
 */
export function onceCode(fn: unknown, options: unknown): OnceCode {
  checkFunction(fn)
  const { name } = fn as { readonly name: string }
  const version = checkVersion(options)
  const site = caller()
  const key = JSON.stringify([site?.file, site?.line, site?.column, version])
  const ofFunction = known.get(fn as object) ?? new Map<string, OnceCode>()
  const code = ofFunction.get(key) ?? (version === null ? codeOfSource(name, site) : codeOfVersion(fn, name, version, site))
  known.set(fn as object, ofFunction.set(key, code))
  return code
}

function checkVersion(options: unknown): string | null {
  if (options === undefined) return null
  if (!isPlainObject(options)) throw new TypeError(`expected the options of once() to be an object, got ${String(options)}`)
  checkNames(options, ['version'], 'once()')
  const { version = null } = options
  if (version !== null && (typeof version !== 'string' || version === ''))
    throw new TypeError(`expected \`version\` to be a text, got ${version === '' ? 'an empty one' : typeof version}`)
  return version
}

function codeOfSource(name: string, site: Site | null): OnceCode {
  const isThere = site !== null && placeOfFile(site.file) !== null
  const code = isThere ? functionCode(site, name) : null
  if (code === null) {
    const what = hasOwnName(name) ? `the function \`${name}\`` : name === '' ? 'a function without a name' : `\`${name}\``
    throw new AssayError(
      'code_unknown',
      `The code of ${what} cannot be known, so a stored result could be that of other code.`,
      hasOwnName(name)
        ? "declare it at the top level of a file and give it by its name; or give its code a version: once(fn, input, { version: '1' })"
        : 'declare it at the top level of a file, and give it by its name',
    )
  }
  const findings = code.findings.filter(({ id }) => id === 'undeclared-input').map(ofFunction)
  return { name: `once(${name})`, identity: code.identity, parts: code.parts, findings }
}

function ofFunction(finding: CodeFinding): CodeFinding {
  return {
    ...finding,
    message: 'A function given to `once` reads what its identity does not hold, so a change of it would not execute it again.',
    hint: 'pass what it reads as its input, or import JSON',
  }
}

/** The name, the calling file and the version are the key: they stand for one function, or a result of one would be given for another. */
function codeOfVersion(fn: unknown, name: string, version: string, site: Site | null): OnceCode {
  if (!hasOwnName(name))
    throw new TypeError(
      `expected a function with a name of its own beside a version, got ${name === '' ? 'one without a name' : `\`${name}\``}; declare it`,
    )
  const place = site === null ? null : placeOfFile(site.file)
  const identity = `version:${JSON.stringify(version)}${place === null ? '' : ` in ${place}`}`
  const key = JSON.stringify([name, identity])
  const other = versioned.get(key)
  if (other !== undefined && other !== fn)
    throw new TypeError(
      `expected \`${name}\` of version ${JSON.stringify(version)} to be one function, got another; pass what they differ in as input, or give each a name or version of its own`,
    )
  versioned.set(key, fn)
  return { name: `once(${name})`, identity, parts: null, findings: [] }
}

/** Node calls what `bind` made `bound …`. */
function hasOwnName(name: string): boolean {
  return name !== '' && !name.startsWith('bound ')
}

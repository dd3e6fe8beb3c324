// Declares a task in any language: a program that answers lines of JSON.
import { fileURLToPath } from 'node:url'
import type { Json } from '../../assets/asset.ts'
import { isPlainObject } from '../../base/keys.ts'
import { checkNames } from '../../base/options.ts'
import { type Schema, validate } from '../data/parse.ts'
import type { Context } from '../declare/context.ts'
import { declaredAs } from './declared.ts'
import { CommandError, nameOf } from './failure.ts'
import { type Declared, Pool } from './pool.ts'
import { encodeQuestion } from './protocol.ts'

export interface CommandOptions<Output> {
  /** What a result has to be: a schema of any library that speaks Standard Schema. Default: any JSON value. */
  readonly result?: Schema<Output>
  /** The folder that the program starts in. Default: the working directory. */
  readonly cwd?: string | URL
  /** Variables besides those of this process, which the program has too. Part of the identity; what it inherits is not. */
  readonly env?: Record<string, string>
}

/**
 * A task in any language: a program that is started once for each datapoint in flight, kept while the run lasts, and speaks one JSON line in,
 * one out. In `{"call":1,"input":…,"params":{…},"trial":0,"attempt":1}`; out `{"call":1,"result":…}`, or `"error":{"type","message"}`, or
 * `"skip":"why"`. With `batch`: `inputs` and `results`. What JSON lacks is tagged as in `--json`. A program that ends before it answered,
 * cannot be started or answers something else is an error of that datapoint, of the type `CommandError`, with the end of its stderr; the
 * next one starts it again. Identity: the arguments, `env`, and the content of those arguments that are files; name others in `files`. A
 * `TypeError` for arguments and options that are not as expected.
 */
export function command<Output = Json>(
  argv: readonly [program: string, ...args: string[]],
  options: CommandOptions<Output> = {},
): (input: unknown, params: object, context: Context<unknown>) => Promise<Output> {
  const pool = new Pool(toDeclared(argv, options))
  const { result: schema } = options
  const asking = (isBatch: boolean) => async (input: unknown, params: object, context: Context<unknown>) => {
    const { trial, attempt, signal } = context
    const said = await pool.ask(encodeQuestion({ input, isBatch, params, trial, attempt }), signal)
    if (said.kind === 'skip') return context.skip(said.reason)
    if (said.kind === 'error') throw said.error
    if (schema === undefined) return said.result as Output
    const checked = await validate(schema, said.result)
    if ('value' in checked) return checked.value
    throw new CommandError(`the result of ${nameOf(argv)} is not as expected: ${checked.issues}`)
  }
  return declaredAs(pool, asking(false), asking(true))
}

function toDeclared(argv: unknown, options: CommandOptions<unknown>): Declared {
  if (!Array.isArray(argv) || argv.length === 0 || !argv.every(isWord) || argv[0] === '')
    throw new TypeError(`expected command() to get a list of texts, a program and its arguments, got ${JSON.stringify(argv)}`)
  if (!isPlainObject(options)) throw new TypeError(`expected the options of command() to be an object, got ${String(options)}`)
  checkNames(options, ['result', 'cwd', 'env'], 'command()')
  const { result, cwd = '.', env = {} } = options
  if (result !== undefined && typeof (result as Partial<Schema<unknown>> | null)?.['~standard']?.validate !== 'function')
    throw new TypeError(
      'expected `result` of command() to be a schema that speaks Standard Schema, as of zod, valibot or arktype',
    )
  if (!(cwd instanceof URL ? cwd.protocol === 'file:' : isWord(cwd)))
    throw new TypeError(`expected \`cwd\` of command() to be a path or a file: URL, got ${String(cwd)}`)
  if (!isPlainObject(env) || !Object.values(env).every(isWord))
    throw new TypeError('expected `env` of command() to hold texts by name')
  return { argv: [...argv], cwd: cwd instanceof URL ? fileURLToPath(cwd) : String(cwd), env: { ...env } as Declared['env'] }
}

/** A text that a process can be given. */
function isWord(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\0')
}

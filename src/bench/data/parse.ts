// Turns a raw row into an item, by a function or by a schema of any library that speaks Standard Schema.
import { AssayError } from '../../base/errors.ts'
import { kindOf } from '../../base/kind.ts'

/** Standard Schema, version 1: zod, valibot, arktype and others have this property. */
export interface Schema<To> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => unknown
    readonly types?: { readonly input: unknown; readonly output: To } | undefined
  }
}

/** A function, or a schema. */
export type Parse<From, To> = ((row: From) => To) | Schema<To>

interface Issue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[]
}

/** A `TypeError` for what can read no row; `what` says what may stand there. */
export function checkParse(parse: unknown, what: string): void {
  const isSchema = (value: unknown) => typeof (value as Partial<Schema<unknown>> | null)?.['~standard']?.validate === 'function'
  if (parse === undefined || typeof parse === 'function' || isSchema(parse)) return
  throw new TypeError(`expected ${what}, got ${kindOf(parse)}`)
}

/** The item of a row. `where` (`file:line`) and the reason stand in the error of a row that does not fit. */
export async function parseRow<From, To>(parse: Parse<From, To>, row: From, where: string): Promise<To> {
  if (typeof parse === 'function') {
    try {
      return parse(row)
    } catch (error) {
      throw invalid(where, error instanceof Error ? error.message : String(error), error)
    }
  }
  const checked = await validate(parse, row)
  if ('value' in checked) return checked.value
  throw invalid(where, checked.issues)
}

/** What a schema makes of a value, or in words why it does not fit. */
export async function validate<To>(
  schema: Schema<To>,
  value: unknown,
): Promise<{ readonly value: To } | { readonly issues: string }> {
  const result = (await schema['~standard'].validate(value)) as { readonly value: To; readonly issues?: readonly Issue[] }
  return result.issues === undefined ? { value: result.value } : { issues: result.issues.map(issueText).join('; ') }
}

function issueText({ message, path = [] }: Issue): string {
  const keys = path.map(step => String(typeof step === 'object' ? step.key : step))
  return keys.length === 0 ? message : `${keys.join('.')}: ${message}`
}

export function invalid(where: string, reason: string, cause?: unknown): AssayError {
  return new AssayError(
    'data_invalid',
    `${where} is not as expected: ${reason}.`,
    'mend the row, or the function or schema that reads it',
    cause,
  )
}

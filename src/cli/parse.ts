// Reads the words of a command line by the command's own description of them.
import { parseArgs } from 'node:util'
import { suggestion } from '../base/nearest.ts'
import { plural } from '../report/numbers.ts'
import { type Command, type Flag, type Input, type Share, UsageError } from './command.ts'

type Values = Input['flags']

/** Flags of every command. */
export const commonFlags: Readonly<Record<string, Flag>> = {
  json: { kind: 'switch', about: 'print one JSON object on stdout and nothing else' },
  help: { kind: 'switch', about: 'say what the command does' },
}

/** A `UsageError` names a word that does not fit, and the nearest one that does. */
export function parseWords(name: string, command: Command, words: readonly string[]): { positionals: string[]; flags: Values } {
  const known = { ...command.flags, ...commonFlags }
  const hint = `see \`assay ${name} --help\``
  const options = Object.fromEntries(Object.entries(known).map(([flag, { kind }]) => [flag, toOption(kind, flag)]))
  const { tokens } = parseArgs({ args: [...words], options, strict: false, allowPositionals: true, tokens: true })
  const names = Object.keys(known).map(flag => `--${flag}`)
  const flags: Record<string, Values[string]> = {}
  const positionals: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    const flag = known[token.name]
    if (flag === undefined) throw new UsageError(`There is no flag ${token.rawName}.${suggestion(token.rawName, names)}`, hint)
    const isForgotten = !token.value || (!token.inlineValue && /^--?[a-z]/i.test(token.value))
    if (flag.kind !== 'switch' && isForgotten)
      throw new UsageError(`The flag --${token.name} needs a value: --${token.name} ${flag.value}.`, hint)
    if (flag.kind === 'switch' && token.value !== undefined)
      throw new UsageError(`The flag --${token.name} takes no value, got ${token.value}.`, hint)
    flags[token.name] =
      flag.kind === 'list'
        ? [...((flags[token.name] as string[]) ?? []), token.value ?? '']
        : toValue(token.name, flag, token.value, hint)
  }
  if (flags['help'] !== true) checkPositionals(name, command, positionals, hint)
  return { positionals, flags }
}

function toOption(kind: Flag['kind'], flag: string): { type: 'boolean' | 'string'; short?: string } {
  const short = flag === 'rows' ? { short: 'n' } : flag === 'help' ? { short: 'h' } : {}
  return { type: kind === 'switch' ? 'boolean' : 'string', ...short }
}

function checkPositionals(name: string, command: Command, positionals: readonly string[], hint: string): void {
  const missing = command.positionals[positionals.length]
  if (missing !== undefined && missing.count !== 'optional' && missing.count !== 'any')
    throw new UsageError(`\`assay ${name}\` needs ${missing.name}: ${missing.about}.`, hint)
  const extra = positionals[command.positionals.length]
  if (extra !== undefined && !['several', 'any'].includes(command.positionals.at(-1)?.count ?? ''))
    throw new UsageError(
      `\`assay ${name}\` takes ${plural(command.positionals.length, 'word')}, and ${JSON.stringify(extra)} is one too many.`,
      hint,
    )
}

function toValue(name: string, { kind, value }: Flag, text: string | undefined, hint: string): Values[string] {
  if (text === undefined) return true
  const parsed = parsers[kind]?.(text) ?? null
  const forms = examples[kind]
  if (parsed === null)
    throw new UsageError(
      `The flag --${name} takes ${value}${forms === undefined ? '' : ` (${forms})`}, got ${JSON.stringify(text)}.`,
      hint,
    )
  return parsed
}

const parsers: Readonly<Partial<Record<Flag['kind'], (text: string) => string | number | Share | null>>> = {
  text: text => text,
  count: text => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : null),
  duration: parseDuration,
  share: parseShare,
}

/** What a value may look like, where its name alone does not say it. */
const examples: Readonly<Partial<Record<Flag['kind'], string>>> = {
  count: 'a whole number from 1',
  duration: '500ms, 30s, 5m, 2h or 7d',
  share: 'a count such as 3, or a share such as 10%',
}

/** Milliseconds of `500ms`, `30s`, `5m`, `1h`, `7d`; `null` for anything else. */
export function parseDuration(text: string): number | null {
  const [, digits, unit = 'ms'] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text) ?? []
  const factor = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit] ?? 1
  return digits === undefined || Number(digits) === 0 ? null : Number(digits) * factor
}

function parseShare(text: string): Share | null {
  if (/^\d+$/.test(text)) return { count: Number(text) }
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(text)?.[1]
  return percent === undefined || Number(percent) > 100 ? null : { share: Number(percent) / 100 }
}

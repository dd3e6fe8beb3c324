#!/usr/bin/env node
// The command line: finds the command, runs it, prints text or JSON, and turns every outcome into an exit code.
import { readFileSync, writeSync } from 'node:fs'
import { AssayError } from '../base/errors.ts'
import { suggestion } from '../base/nearest.ts'
import { redactSecrets } from '../record/secrets.ts'
import { escapeText } from '../report/escape.ts'
import { type Command, type Result, UsageError } from './command.ts'
import { commands, familyOf, splitName } from './commands.ts'
import { type Uncaught, earlyEnd } from './early-end.ts'
import { renderHelp, renderMenu } from './help.ts'
import { parseWords } from './parse.ts'
import { createTalk } from './talk.ts'

interface Failure {
  readonly exit: 1 | 2 | 3 | 4
  readonly code: string
  readonly message: string
  readonly hint: string
}

/** Codes of an `AssayError` that mean that the words, the query or the benchmark file are wrong, not the world. */
const usageCodes = new Set([
  'benchmark_invalid',
  'config_invalid',
  'code_unknown',
  'sql_invalid',
  'sql_refused',
  'table_not_found',
  'column_not_found',
  'column_taken',
  'datapoint_not_found',
  'run_not_found',
  'run_deleted',
  'asset_not_found',
  'asset_in_use',
])

const talk = createTalk(process.stderr)
/** Kept, because with --json what a benchmark prints is talk too. */
const writeOut = process.stdout.write.bind(process.stdout)
// A reader that went away (`| head`) is no error; what else goes wrong, the write itself says.
process.stdout.on('error', () => {})

// Node's advice on module types stands before our own sentence, which says what to do, or where nothing needs doing.
process.removeAllListeners('warning')
process.on('warning', (warning: Error & { readonly code?: string }) => {
  const isAdvice = warning.code === 'MODULE_TYPELESS_PACKAGE_JSON' || warning.message.startsWith('Failed to load the ES module')
  if (!isAdvice) talk.line(`${warning.name}: ${warning.message}`)
})

/** Whether the command came to its end; a task that ends the process itself must not pass for one. */
let isFinished = false
/** The command that has promised one object on stdout. */
let jsonCommand: string | null = null
let uncaught: Uncaught | null = null
// What a task throws in a timer or an event has no caller; where it stands is in the stack.
process.on('uncaughtException', error => {
  uncaught = { error }
  if (error instanceof Error && error.stack !== undefined) talk.line(error.stack)
  process.exit(3)
})
process.on('exit', given => {
  if (isFinished || given === 130) return
  const { exit, code, message, hint } = earlyEnd(given, uncaught)
  talk.end()
  if (jsonCommand === null) writeSync(2, `${message}\n→ ${hint}\n`)
  else {
    const errors = [{ code, message, hint }]
    const whole = { ok: false, command: jsonCommand, version: version(), data: null, warnings: [], errors }
    writeSync(1, `${JSON.stringify(whole)}\n`)
  }
  process.exitCode = exit
})

await main(process.argv.slice(2))

async function main(argv: readonly string[]): Promise<void> {
  const { name, rest: words } = splitName(argv)
  if (Number(process.versions.node.split('.')[0]) < 24) {
    talk.line(
      `Assay needs Node 24 or newer, and this is ${process.version}.\n→ install Node 24, or in a project: npm install --save-dev node@24`,
    )
    return finish('', 3)
  }
  if (name === '--version' || name === '-v') return finish(version(), 0)
  if (name === '' || name === '--help' || name === '-h' || name === 'help')
    return finish(renderMenu(version()), name === '' ? 2 : 0)
  const isJson = words.includes('--json')
  if (isJson) {
    jsonCommand = name
    process.stdout.write = process.stderr.write.bind(process.stderr)
  }
  let command: Command | null = null
  try {
    if (familyOf(name).length > 0 && /^(?:--help|-h)$/.test(words[0] ?? '')) {
      const help = renderMenu(version(), name)
      return await finish(isJson ? await envelope(name, { help }, [], []) : help, 0)
    }
    command = await loadCommand(name, words)
    const { positionals, flags } = parseWords(name, command, words)
    if (flags['help'] === true) {
      const help = renderHelp(name, command)
      return await finish(isJson ? await envelope(name, { help }, [], []) : help, 0)
    }
    const width = process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY
    const result = await command.run({ positionals, flags, width, talk })
    await report(name, result, isJson)
  } catch (error) {
    const failure = toFailure(error, mendingOf(name, command))
    if (isJson) await finish(await envelope(name, null, [], [failure]), failure.exit)
    else {
      talk.line(failure.exit === 4 && error instanceof Error ? (error.stack ?? error.message) : escapeText(failure.message))
      talk.line(`→ ${escapeText(failure.hint)}`)
      await finish('', failure.exit)
    }
  }
}

async function loadCommand(name: string, [second = '']: readonly string[]): Promise<Command> {
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (entry !== undefined) return (await entry.load()).command
  const family = familyOf(name)
  if (family.length === 0)
    throw new UsageError(`There is no command \`${name}\`.${suggestion(name, Object.keys(commands))}`, 'see `assay --help`')
  const asked = `${name} ${second}`
  const hint = `see \`assay ${name} --help\``
  if (second === '' || second.startsWith('-'))
    throw new UsageError(`\`assay ${name}\` needs one more word: ${family.join(', ')}.`, hint)
  throw new UsageError(`There is no command \`${asked}\`.${suggestion(asked, family)}`, hint)
}

async function report(
  name: string,
  { data, text, output, closing, warnings = [], failures = [] }: Result,
  isJson: boolean,
): Promise<void> {
  const exit = failures.length > 0 ? 1 : 0
  if (output !== undefined && !isJson) for await (const piece of output) await write(piece)
  else await print(isJson ? await envelope(name, data, warnings, failures) : text)
  if (!isJson) {
    for (const warning of warnings) talk.line(`warning: ${warning}`)
    for (const { message, hint } of failures) talk.line(`${escapeText(message)}\n→ ${escapeText(hint)}`)
  }
  if (closing !== undefined) talk.line(closing)
  return finish('', exit)
}

async function envelope(
  command: string,
  data: object | null,
  warnings: readonly string[],
  failures: readonly (Omit<Failure, 'exit'> & { exit?: number })[],
): Promise<string> {
  const { renderJson } = await import('../report/json.ts')
  const errors = failures.map(({ code, message, hint }) => ({ code, message: redactSecrets(message), hint }))
  const said = warnings.map(warning => redactSecrets(warning))
  return renderJson({ ok: failures.length === 0, command, version: version(), data, warnings: said, errors })
}

/** What to mend where arguments are not as expected: of a command that reads a file, they may stand in it. */
function mendingOf(name: string, command: Command | null): string {
  const readsFile = command?.positionals[0]?.name === 'FILE'
  return `mend the words or flags: see \`assay ${name} --help\`${readsFile ? '; or mend the benchmark file' : ''}`
}

function toFailure(error: unknown, mending: string): Failure {
  if (error instanceof UsageError) return { exit: 2, code: 'usage', message: error.message, hint: error.hint }
  if (error instanceof AssayError) {
    return { exit: usageCodes.has(error.code) ? 2 : 3, code: error.code, message: error.message, hint: error.hint }
  }
  const message = error instanceof Error ? error.message : String(error)
  // What the library says of arguments that are not as expected; any other error of these classes is a bug.
  if ((error instanceof TypeError || error instanceof RangeError) && message.startsWith('expected ')) {
    const sentence = /[.?]$/.test(message) ? message : `${message}.`
    return { exit: 2, code: 'usage', message: sentence, hint: mending }
  }
  return { exit: 4, code: 'bug', message, hint: 'this is a bug in assay: please report it with the lines above' }
}

function version(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
  return version
}

async function print(text: string): Promise<void> {
  talk.end()
  if (text !== '') await write(`${text}\n`)
}

async function write(piece: string | Uint8Array): Promise<void> {
  const error = await new Promise<NodeJS.ErrnoException | null | undefined>(resolve => writeOut(piece, resolve))
  if (!error || error.code === 'EPIPE') return
  talk.line(`The output could not be written: ${error.message}.\n→ check where it goes; what was stored is kept`)
  isFinished = true
  process.exit(3)
}

/** Writes all, then ends, also where a benchmark left a handle open. */
async function finish(text: string, exit: number): Promise<void> {
  await print(text)
  isFinished = true
  process.exit(exit)
}

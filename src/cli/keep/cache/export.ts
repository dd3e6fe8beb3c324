// assay cache export DB [FILE]: the ledger as sorted JSON lines, without secrets.
import { open, rename, rm } from 'node:fs/promises'
import { AssayError } from '../../../base/errors.ts'
import { type Exported, exportDatapoints } from '../../../ledger/tending/export.ts'
import { formatCount, plural } from '../../../report/numbers.ts'
import { type Command, type Input, type Result, UsageError } from '../../command.ts'
import { choiceFlags, choiceOf, shownDigits } from './choice.ts'

const namedSecrets = 5

export const command: Command = {
  about:
    'Writes results, and what was skipped, as JSON lines in the order of name, params, trial, input and key, the same bytes for the same content: for review in git, and for `assay ' +
    'cache import`. A datapoint whose result, recorded columns, input or params hold what looks like a secret is left out and named; out of messages of failures it is taken',
  positionals: [
    { name: 'DB', about: 'the path of a database' },
    { name: 'FILE', about: 'where to write (default stdout); one that is there is replaced', count: 'optional' },
  ],
  flags: choiceFlags,
  example: 'assay cache export assay.db results.jsonl --params model=franc',
  run: runCommand,
}

async function runCommand({ positionals: [db = '', file], flags }: Input): Promise<Result> {
  const tally = new Tally()
  const lines = tally.count(exportDatapoints(db, choiceOf(flags)))
  if (file !== undefined) {
    await writeWhole(file, lines)
    const { written, leftOut, redacted, warnings } = tally
    const text = `${plural(written, 'datapoint')} in ${file}`
    return { data: { file, lines: written, left_out: leftOut, redacted }, text, warnings }
  }
  if (flags['json'] === true)
    throw new UsageError('With --json `assay cache export` takes a FILE.', `for example assay cache export ${db} results.jsonl`)
  // What was left out is known when all is written: the list of warnings fills until then.
  return { data: {}, text: '', output: lines, warnings: tally.warnings }
}

class Tally {
  written = 0
  redacted = 0
  readonly leftOut: { readonly datapoint: string; readonly secrets: readonly string[] }[] = []
  readonly warnings: string[] = []

  async *count(exported: AsyncIterable<Exported>): AsyncGenerator<Uint8Array> {
    let withAssets = 0
    for await (const { datapoint, line, secrets, isRedacted, hasAssets } of exported) {
      if (line === null) {
        this.leftOut.push({ datapoint, secrets })
        continue
      }
      this.written++
      if (isRedacted) this.redacted++
      if (hasAssets) withAssets++
      yield Buffer.from(`${line}\n`)
    }
    this.warnings.push(...this.#secretWarning())
    if (this.redacted > 0)
      this.warnings.push(`${plural(this.redacted, 'message')} of failures held what looks like a secret, which was taken out`)
    if (withAssets > 0)
      this.warnings.push(
        `${plural(withAssets, 'result')} ${withAssets === 1 ? 'refers' : 'refer'} to assets, which are not in the lines: see \`assay assets get\``,
      )
  }

  #secretWarning(): string[] {
    if (this.leftOut.length === 0) return []
    const named = this.leftOut
      .slice(0, namedSecrets)
      .map(({ datapoint, secrets }) => `${datapoint.slice(0, shownDigits)} (${secrets.join(', ')})`)
    const more = this.leftOut.length > namedSecrets ? `, and ${formatCount(this.leftOut.length - namedSecrets)} more` : ''
    return [`${plural(this.leftOut.length, 'datapoint')} with what looks like a secret left out: ${named.join(', ')}${more}`]
  }
}

/** Under another name until it is whole: what was there stays until then. */
async function writeWhole(path: string, lines: AsyncIterable<Uint8Array>): Promise<void> {
  const part = `${path}.part-${process.pid}`
  try {
    const file = await open(part, 'w')
    try {
      for await (const line of lines) await file.writeFile(line)
    } finally {
      await file.close()
    }
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    const isOurs = !(error instanceof Error && 'syscall' in error)
    throw isOurs
      ? error
      : new AssayError('io', `${path} cannot be written: ${error.message}.`, 'check its folder and the disk', error)
  }
}

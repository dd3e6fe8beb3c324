// Writes docs/cli.md from what the commands say of themselves: npm run docs:cli.
import { writeFileSync } from 'node:fs'
import { type Command, type Flag, usageOf } from '../src/cli/command.ts'
import { commands } from '../src/cli/commands.ts'
import { commonFlags } from '../src/cli/parse.ts'

export const referencePath = new URL('../docs/cli.md', import.meta.url)

/** The whole page. */
export async function renderReference(): Promise<string> {
  const groups = [...Map.groupBy(Object.entries(commands), ([, { group }]) => group)]
  const menu = groups.map(
    ([group, entries]) => `| ${group} | ${entries.map(([name]) => `[\`${name}\`](#${name.replaceAll(' ', '-')})`).join(' ')} |`,
  )
  const loaded = await Promise.all(
    Object.entries(commands).map(async ([name, { load }]) => renderCommand(name, (await load()).command)),
  )
  return [`${opening}| group | commands |\n|---|---|\n${menu.join('\n')}`, ...loaded, closing].join('\n\n')
}

function renderCommand(name: string, command: Command): string {
  const { about, positionals, flags, example } = command
  const usage = ['assay', name, ...usageOf(command), '[flags]'].join(' ')
  const words = positionals.map(positional => [`\`${positional.name}\``, positional.about])
  const rows = [...words, ...Object.entries(flags).map(renderFlag)]
  const table = rows.length === 0 ? [] : ['| word or flag | what it is |\n|---|---|', ...rows.map(toRow)].join('\n')
  return [`## ${name}`, `\`${usage}\``, `${about}.`, table, `Example: \`${example}\``]
    .filter(part => part.length > 0)
    .join('\n\n')
}

function renderFlag([name, { value, about }]: [string, Flag]): string[] {
  const short = name === 'rows' ? '`-n`, ' : ''
  return [`${short}\`--${name}${value === undefined ? '' : ` ${value}`}\``, about]
}

/** A bar inside a cell would end it. */
function toRow(cells: readonly string[]): string {
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

const opening = `# Command line

<!-- Written by scripts/cli-reference.ts (npm run docs:cli); a test holds it equal to the commands. -->

\`assay <command> [words] [flags]\`. \`assay --help\` lists the commands, \`assay <command> --help\` explains one, \`assay --version\` says the
version. Nothing is asked and no environment variable is read.

Every command takes:

| flag | what it is |
|---|---|
${Object.entries(commonFlags)
  .map(entry => toRow(renderFlag(entry)))
  .join('\n')}

`

const closing = `## Output

What a command is for goes to stdout: a table, or with \`--json\` exactly one object. Progress, warnings and errors go to stderr, and with
\`--json\` what a benchmark prints itself. On a terminal a table is cut to its width, and what does not fit is named; elsewhere only a cell of more than 100 columns is.

| key of the object | what it holds |
|---|---|
| \`ok\` | \`true\` exactly when the exit code is 0 |
| \`command\`, \`version\` | of assay |
| \`data\` | what the command found or did; \`null\` when it could not do its work |
| \`warnings\` | texts |
| \`errors\` | objects with \`code\`, \`message\` and \`hint\` |

What JSON lacks is tagged: \`{"$nan":true}\`, \`{"$infinity":1}\` or \`-1\`, \`{"$zero":-1}\` for −0, \`{"$bigint":"…"}\`, \`{"$date":"…"}\`,
\`{"$bytes":"base64"}\`, \`{"$map":[…]}\`, \`{"$set":[…]}\`.

## Exit codes

| code | meaning |
|---|---|
| 0 | done |
| 1 | done, but the run was stopped, datapoints failed (unless \`--allow-failed\`), or a check failed |
| 2 | the command line, the benchmark file or the query is wrong |
| 3 | the world failed: a file, a lock, the disk |
| 4 | a bug in assay |
| 130 | ended at once, by a second Ctrl-C |

The codes of errors are in [errors.md](errors.md).
`

if (import.meta.main) writeFileSync(referencePath, await renderReference())

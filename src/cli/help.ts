// Writes help from what the commands say of themselves.
import { type Command, type Flag, usageOf } from './command.ts'
import { commands } from './commands.ts'
import { commonFlags } from './parse.ts'

/** All commands, or those of one family. */
export function renderMenu(version: string, family?: string): string {
  const listed = Object.entries(commands).filter(([name]) => family === undefined || name.startsWith(`${family} `))
  const width = Math.max(...listed.map(([name]) => name.length))
  const groups = [...Map.groupBy(listed, ([, { group }]) => group)]
  const lines = groups.map(
    ([group, entries]) => `${group}\n${entries.map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`).join('\n')}`,
  )
  return [
    `assay ${version}: ML and AI benchmarks that can be trusted`,
    '',
    'assay <command> [words] [flags]',
    '',
    lines.join('\n\n'),
    '',
    '`assay <command> --help` says more. Every command takes --json.',
  ].join('\n')
}

export function renderHelp(name: string, command: Command): string {
  const words = usageOf(command)
  const flags = { ...command.flags, ...commonFlags }
  const titles = [...words, ...Object.entries(flags).map(titleOf)]
  const width = Math.max(...titles.map(title => title.length))
  const line = (title: string, about: string) => `  ${title.padEnd(width)}  ${about}`
  return [
    `assay ${[name, ...words].join(' ')} [flags]`,
    '',
    `${command.about}.`,
    '',
    ...command.positionals.map(({ about }, i) => line(words[i] ?? '', about)),
    ...Object.entries(flags).map(entry => line(titleOf(entry), entry[1].about)),
    '',
    `Example: ${command.example}`,
  ].join('\n')
}

function titleOf([name, { value }]: [string, Flag]): string {
  const short = name === 'rows' ? '-n, ' : ''
  return `${short}--${name}${value === undefined ? '' : ` ${value}`}`
}

// Writes help from what the commands say of themselves.
import type { Command, Flag } from './command.ts'
import { commands } from './commands.ts'
import { commonFlags } from './parse.ts'

export function renderMenu(version: string): string {
  const width = Math.max(...Object.keys(commands).map(name => name.length))
  const groups = [...Map.groupBy(Object.entries(commands), ([, { group }]) => group)]
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
  const words = command.positionals.map(positional => positional.name)
  const flags = { ...command.flags, ...commonFlags }
  const titles = [...words, ...Object.entries(flags).map(titleOf)]
  const width = Math.max(...titles.map(title => title.length))
  const line = (title: string, about: string) => `  ${title.padEnd(width)}  ${about}`
  return [
    `assay ${[name, ...words].join(' ')} [flags]`,
    '',
    `${command.about}.`,
    '',
    ...command.positionals.map(positional => line(positional.name, positional.about)),
    ...Object.entries(flags).map(entry => line(titleOf(entry), entry[1].about)),
    '',
    `Example: ${command.example}`,
  ].join('\n')
}

function titleOf([name, { value }]: [string, Flag]): string {
  const short = name === 'rows' ? '-n, ' : ''
  return `${short}--${name}${value === undefined ? '' : ` ${value}`}`
}

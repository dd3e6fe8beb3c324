// What a command is: its words, its flags and its work, as data that help, the parser and the reference all read.

export interface Positional {
  readonly name: string
  readonly about: string
  /** For the last word: it may be left out, there may be several of it, or any number, none included. Default: exactly one. */
  readonly count?: 'optional' | 'several' | 'any'
}

/** How the words of a command are written in help. */
export function usageOf({ positionals }: Pick<Command, 'positionals'>): string[] {
  const forms = {
    optional: (name: string) => `[${name}]`,
    several: (name: string) => `${name}…`,
    any: (name: string) => `[${name}…]`,
  }
  return positionals.map(({ name, count }) => (count === undefined ? name : forms[count](name)))
}

/** `count`: a whole number from 1. `duration`: `500ms`, `30s`, `5m`, `1h`, `7d`. `share`: `3` or `10%`. `list`: may be repeated. */
export type FlagKind = 'switch' | 'text' | 'list' | 'count' | 'duration' | 'share'

export interface Flag {
  readonly kind: FlagKind
  /** How the value is written in help; none for a switch. */
  readonly value?: string
  readonly about: string
}

/** A number of failures, or a share of all. */
export type Share = { readonly count: number } | { readonly share: number }

/** What was typed: texts and parsed values by name. */
export interface Input {
  readonly positionals: readonly string[]
  readonly flags: Readonly<Record<string, boolean | string | readonly string[] | number | Share | undefined>>
  /** Columns of the terminal, infinite where output goes elsewhere. */
  readonly width: number
  /** Talk for people, on stderr. */
  readonly talk: Talk
}

export interface Talk {
  /** A line that stays. */
  readonly line: (text: string) => void
  /** A line that the next one overwrites; on anything but a terminal now and then a line. */
  readonly progress: (render: (barWidth: number) => string) => void
}

export interface Result {
  /** The object for `--json`. */
  readonly data: object
  /** The text for people. */
  readonly text: string
  /** What goes to stdout as it is, instead of the text. */
  readonly output?: AsyncIterable<Uint8Array>
  /** The last line of the talk, on stderr. */
  readonly closing?: string
  readonly warnings?: readonly string[]
  /** What failed although the work was done: then the exit code is 1. */
  readonly failures?: readonly { readonly code: string; readonly message: string; readonly hint: string }[]
}

export interface Command {
  readonly about: string
  readonly positionals: readonly Positional[]
  readonly flags: Readonly<Record<string, Flag>>
  readonly example: string
  readonly run: (input: Input) => Promise<Result>
}

/** The words on the command line are wrong: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly hint: string

  constructor(message: string, hint: string) {
    super(message)
    this.hint = hint
  }
}

// Finds the code blocks of a page, and what each is for: a file, a command, a program, or the output of the one before.

/** One fenced block. */
export interface Block {
  readonly page: string
  /** Of the opening fence, from 1, and of the closing one. */
  readonly line: number
  readonly end: number
  readonly language: string
  /** The file that the block is, or that a `diff` changes; `null` for a command, a program or an output. */
  readonly file: string | null
  /** What a reader need not see, from a comment `<!-- prelude: … -->` right before the block: such a block is type-checked only. */
  readonly prelude: string | null
  readonly text: string
}

/**
 * Every fenced block, in order. A TypeScript block whose first line is `// NAME.ts` is that file; a block of another language is
 * the file that its fence names behind the language (```csv reviews.csv).
 */
export function blocksOf(page: string, markdown: string): Block[] {
  const lines = markdown.split('\n')
  const blocks: Block[] = []
  for (let i = 0; i < lines.length; i++) {
    const fence = /^(\s*)```(\w*)(?: (\S+))?$/.exec(lines[i] ?? '')
    if (fence === null) continue
    const [, indent = '', language = '', named] = fence
    const end = lines.findIndex((line, j) => j > i && line === `${indent}\`\`\``)
    if (end === -1) throw new Error(`${page}:${i + 1} opens a block that nothing closes`)
    const text = lines.slice(i + 1, end).map(line => line.slice(indent.length))
    const comment = /^\/\/ ([\w.-]+\.ts)\b/.exec(text[0] ?? '')?.[1]
    const prelude = /^<!-- prelude: (.*) -->$/.exec(lines[i - 1] ?? '')?.[1] ?? null
    const file = named ?? (language === 'ts' ? comment : undefined) ?? null
    blocks.push({ page, line: i + 1, end: end + 1, language, file, prelude, text: text.join('\n') })
    i = end
  }
  return blocks
}

/** The text of a page without its blocks, line by line, so that line numbers stay. */
export function proseOf(page: string, markdown: string): string[] {
  const lines = markdown.split('\n')
  for (const { line, end } of blocksOf(page, markdown)) lines.fill('', line - 1, end)
  return lines
}

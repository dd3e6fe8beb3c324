// Names the lines of a text that are not those of another, so that one changed digit is found.

export interface ChangedLine {
  /** From 1. */
  readonly line: number
  /** `null` where one of the texts ends before. */
  readonly found: string | null
  readonly expected: string | null
}

/** Line by line: a line that was added or left out changes all after it. The end of the last line does not count. */
export function changedLines(found: string, expected: string): ChangedLine[] {
  const [a, b] = [linesOf(found), linesOf(expected)]
  const changed: ChangedLine[] = []
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    if (a[i] !== b[i]) changed.push({ line: i + 1, found: a[i] ?? null, expected: b[i] ?? null })
  }
  return changed
}

function linesOf(text: string): string[] {
  return text.replace(/\n+$/, '').split('\n')
}

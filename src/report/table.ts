// Draws a table that fits the terminal: columns shrink before any is left out, and what is left out is said.
import stringWidth from 'string-width'

export interface Column {
  readonly title: string
  readonly align?: 'left' | 'right'
}

/** A narrower column shows too little to be worth its place. */
const narrowest = 6
/** The widest a cell may be where no terminal sets a bound. */
const widest = 100
const gap = '  '

/** Lines of a table of cells that hold no control characters. `width` is the terminal's, infinite where there is none. */
export function renderTable(columns: readonly Column[], rows: readonly (readonly string[])[], width: number): string {
  const natural = columns.map((column, i) =>
    Math.min(widest, Math.max(...[column.title, ...rows.map(row => row[i] ?? '')].map(measure))),
  )
  const widths = fit(natural, width)
  const line = (cells: readonly string[]) =>
    widths
      .map((size, i) => pad(cells[i] ?? '', size, columns[i]?.align))
      .join(gap)
      .trimEnd()
  const lines = [line(columns.map(({ title }) => title)), widths.map(size => '─'.repeat(size)).join(gap), ...rows.map(line)]
  const hidden = columns.slice(widths.length).map(({ title }) => title)
  if (hidden.length > 0) lines.push(truncate(`${hidden.length} more columns do not fit: ${hidden.join(', ')}`, width))
  return lines.join('\n')
}

/** Takes from the widest until all fit; leaves out the last where even the narrowest do not, and cuts the first where it is alone. */
function fit(natural: readonly number[], width: number): number[] {
  const widths = [...natural]
  const total = () => widths.reduce((sum, size) => sum + size, 0) + gap.length * (widths.length - 1)
  while (total() > width) {
    const largest = Math.max(...widths)
    if (largest > narrowest)
      widths[widths.indexOf(largest)] = Math.max(
        narrowest,
        largest - Math.max(1, Math.min(total() - width, largest - second(widths))),
      )
    else if (widths.length > 1) widths.pop()
    else return [Math.max(1, width)]
  }
  return widths
}

function second(widths: readonly number[]): number {
  return [...widths].sort((a, b) => b - a)[1] ?? narrowest
}

function pad(text: string, size: number, align: Column['align']): string {
  const cut = truncate(text, size)
  const space = ' '.repeat(Math.max(0, size - measure(cut)))
  return align === 'right' ? space + cut : cut + space
}

/** The text, or as much of it as fits before `…`. */
export function truncate(text: string, size: number): string {
  if (measure(text) <= size) return text
  let kept = ''
  let used = 1
  for (const { segment } of new Intl.Segmenter().segment(text.slice(0, size * 8))) {
    used += measure(segment)
    if (used > size) break
    kept += segment
  }
  return `${kept}…`
}

/** Columns of the terminal. Only texts short enough to be shown are measured exactly. */
function measure(text: string): number {
  return text.length > 1_000 ? text.length : stringWidth(text)
}

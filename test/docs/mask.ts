// The one place that says which parts of an output may differ from run to run; everything else is compared as it is.

/**
 * Masked are: ids of runs, dates, digests, durations, versions, what `show` says of the machine, and in a table the columns of
 * durations. Their widths change the layout, so in a text with a masked part runs of spaces and of rules count as one.
 */
export function mask(text: string): string {
  const lines = maskColumns(text.split('\n').map(line => line.trimEnd()))
  const plain = lines.join('\n').trim()
  const masked = parts.reduce((result, [pattern, name]) => result.replaceAll(pattern, name), plain)
  return masked === text.trim() ? masked : masked.replaceAll(/ {2,}/g, '  ').replaceAll(/─+/g, '─')
}

const parts: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^(git|environment|code) {2,}.+$/gm, '$1 <machine>'],
  [/^(duration_ms) {2,}.+$/gm, '$1 <duration>'],
  [/<~+>/g, '<duration>'],
  [/("duration_ms":|duration_ms: |durationMs: )[\d.e-]+/g, '$1<duration>'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<date>'],
  [/\b[a-z]+-[a-z]+-[0-9a-hjkmnp-tv-z]{6}\b/g, '<run>'],
  [/\b[0-9a-f]{64}\b/g, '<digest>'],
  [/\b\d+\.\d+\.\d+\b/g, '<version>'],
  [/\b\d[\d.,]* ?(?:µs|ms|s|min|h)\b/g, '<duration>'],
]

/** Columns of a table whose title says that they hold a duration, by the places of its rule. */
function maskColumns(lines: readonly string[]): string[] {
  const result = [...lines]
  result.forEach((rule, at) => {
    if (!/^─+(?: {2}─+)+$/.test(rule)) return
    const spans = [...rule.matchAll(/─+/g)].map(({ index, 0: { length } }) => [index, index + length] as const)
    const isDuration = ([start, end]: readonly [number, number]) => (lines[at - 1] ?? '').slice(start, end).trim().endsWith('_ms')
    for (let i = at + 1; (result[i] ?? '') !== ''; i++) {
      for (const [start, end] of spans.filter(isDuration))
        result[i] = `${(result[i] ?? '').slice(0, start)}${`<${'~'.repeat(end - start - 2)}>`}${(result[i] ?? '').slice(end)}`
    }
  })
  return result
}

// Writes numbers for people: as many digits as matter, grouped where there are many.

/** Four significant digits, for values that are read and compared. `–` for what is unknown. */
export function formatNumber(value: number | null): string {
  if (value === null) return '–'
  if (!Number.isFinite(value) || value === 0) return String(value)
  const size = Math.abs(Number(value.toPrecision(4)))
  if (size >= 1e9 || size < 1e-4) return value.toPrecision(4)
  if (Number.isInteger(value) || size >= 1_000) return formatCount(Math.round(value))
  return value.toFixed(3 - Math.floor(Math.log10(size)))
}

/** A share of 0 to 1 with one digit behind the point: `85.7 %`. */
export function formatPercent(value: number | null): string {
  return value === null ? '–' : `${(value * 100).toFixed(1)} %`
}

/** `12,345`. */
export function formatCount(value: number): string {
  return value.toLocaleString('en-US')
}

/** `1 row`, `12,345 rows`: of a word whose plural ends in s. */
export function plural(count: number, word: string): string {
  return `${formatCount(count)} ${word}${count === 1 ? '' : 's'}`
}

/** `850 ms`, `12.3 s`, `4 min 05 s`, `2 h 10 min`. */
export function formatDuration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1)} s`
  const seconds = Math.round(ms / 1_000)
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`
}

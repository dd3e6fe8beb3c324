// Numbers as sentences have them.

/** Four digits that count: 0.01235, 12.35, 1235. */
export function numberText(value: number | null): string {
  if (value === null) return 'unknown'
  if (!Number.isFinite(value) || value === 0) return String(value === 0 ? 0 : value)
  return Math.abs(value) >= 1_000 ? String(Math.round(value)) : String(Number(value.toPrecision(4)))
}

/** `95 %`, `2.5 %`. */
export function shareText(share: number): string {
  return `${Number((share * 100).toPrecision(6))} %`
}

export function pText(p: number): string {
  return p < 0.0001 ? 'p < 0.0001' : `p = ${p.toFixed(4)}`
}

// One line that says how far a run is, how fast it goes and how long it still takes.
import { formatCount, formatDuration } from './numbers.ts'

export interface Progress {
  readonly done: number
  readonly planned: number
  readonly elapsedMs: number
}

/** What the first moments cost (loading, set-up) says nothing of the rest. */
const settledMs = 1_000

/** `━━━━──── 1,200/4,000  30 %  2,400/s  1.2 s left`. */
export function renderProgress({ done, planned, elapsedMs }: Progress, barWidth: number): string {
  const share = planned === 0 ? 1 : done / planned
  const filled = Math.round(share * barWidth)
  const bar = barWidth > 0 ? `${'━'.repeat(filled)}${'─'.repeat(barWidth - filled)} ` : ''
  const rate = elapsedMs > 0 ? (done / elapsedMs) * 1_000 : 0
  const left =
    rate > 0 && done < planned && elapsedMs >= settledMs ? `  ${formatDuration(((planned - done) / rate) * 1_000)} left` : ''
  const speed = rate > 0 ? `  ${rate >= 10 ? formatCount(Math.round(rate)) : rate.toFixed(1)}/s` : ''
  return `${bar}${formatCount(done)}/${formatCount(planned)}  ${Math.floor(share * 100)} %${speed}${left}`
}

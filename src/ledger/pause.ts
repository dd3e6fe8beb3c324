// How long to leave a datapoint alone that somebody else executes, before looking again.

/** The first pause: as short as a quick task takes. */
export const shortestPauseMs = 5
const longestPauseMs = 200

/** The pause after one in which nothing happened. */
export function longerPauseMs(pauseMs: number): number {
  return Math.min(2 * pauseMs, longestPauseMs)
}

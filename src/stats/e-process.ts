// Any-time-valid evidence from wins and losses: look after every item and stop as soon as it is decided.
import { checkLevel, DEFAULT_LEVEL } from './interval.ts'
import { logGamma } from './special.ts'

/** What paired outcomes say so far against "both sides are equally good". */
export interface EProcess {
  /** The current e value: how many times better than even odds a bettor fared who did not know the winner. 1 before any. */
  readonly eValue: number
  /** The largest so far: under the null it ever reaches 1/α with probability at most α. */
  readonly largest: number
  /** 1 / `largest`: valid however often one looked. 1 while no item told the sides apart; null without items. */
  readonly p: number | null
  /** How many items were looked at. */
  readonly n: number
  /** Items that only the candidate passed. */
  readonly wins: number
  /** Items that only the baseline passed. */
  readonly losses: number
  /** After how many items `largest` first reached 1/α, where one may stop; null as long as it has not. */
  readonly stoppedAt: number | null
  readonly level: number
  readonly method: 'e-process-beta-binomial'
  readonly reason: string | null
}

/**
 * The e-process of paired outcomes, in the order in which they were seen: 1 where only the candidate passed, -1 where only the
 * baseline did, 0 where they agreed. `level`, 1 - α, is 0.95 by default.
 *
 * e = 2^d / ((d + 1) · C(d, wins)) over d discordant items: the uniform mixture of all win rates against even odds. The order must
 * be random or fixed beforehand, never chosen by the outcomes. `RangeError` for other outcomes and for a level outside 0 to 1.
 *
 * Sources: Robbins, "Statistical methods related to the law of the iterated logarithm", Ann. Math. Statist. 41 (1970); Ville's
 * inequality; Ramdas, Grünwald, Vovk and Shafer, "Game-theoretic statistics and safe anytime-valid inference" (2023).
 */
export function eProcess(outcomes: readonly (-1 | 0 | 1)[], level: number = DEFAULT_LEVEL): EProcess {
  checkLevel(level)
  const threshold = -Math.log(1 - level)
  let wins = 0
  let losses = 0
  let log = 0
  let largestLog = 0
  let stoppedAt: number | null = null
  for (const [place, outcome] of outcomes.entries()) {
    if (outcome === 0) continue
    if (outcome === 1) wins++
    else if (outcome === -1) losses++
    else throw new RangeError(`expected \`outcomes\` to be -1, 0 or 1, got ${outcome}`)
    log = logEvidence(wins, losses)
    largestLog = Math.max(largestLog, log)
    if (stoppedAt === null && largestLog >= threshold) stoppedAt = place + 1
  }
  const isEmpty = outcomes.length === 0
  return {
    eValue: Math.exp(log),
    largest: Math.exp(largestLog),
    p: isEmpty ? null : Math.exp(-largestLog),
    n: outcomes.length,
    wins,
    losses,
    stoppedAt,
    level,
    method: 'e-process-beta-binomial',
    reason: isEmpty ? 'there are no items' : null,
  }
}

/** log of 2^d B(wins + 1, losses + 1). */
function logEvidence(wins: number, losses: number): number {
  const count = wins + losses
  return count * Math.LN2 + logGamma(wins + 1) + logGamma(losses + 1) - logGamma(count + 2)
}

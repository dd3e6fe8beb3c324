// Checks the scorers of a benchmark.
import { isPlainObject } from '../../base/keys.ts'
import { kindOf } from '../../base/kind.ts'
import { checkNames } from '../../base/options.ts'
import { toLimits } from './limits.ts'
import type { DeclaredScorer, ScoreFunction } from './scorer.ts'

/** A `TypeError` or `RangeError` names a scorer or a field of one that is not as expected. */
export function toScores(name: string, scores: unknown): Readonly<Record<string, DeclaredScorer>> {
  if (!isPlainObject(scores)) throw new TypeError(`expected \`scores\` of ${name} to be scorers by name, got ${kindOf(scores)}`)
  return Object.fromEntries(Object.entries(scores).map(([scorer, given]) => [scorer, toScorer(name, scorer, given)]))
}

function toScorer(name: string, scorer: string, given: unknown): DeclaredScorer {
  if (scorer.trim() === '') throw new TypeError(`expected each scorer of ${name} to have a name, got an empty text`)
  const whose = `the scorer \`${scorer}\` of ${name}`
  if (typeof given === 'function') return given as ScoreFunction
  if (!isPlainObject(given)) throw new TypeError(`expected ${whose} to be a function or { task }, got ${kindOf(given)}`)
  checkNames(given, ['task', 'trials', 'version', 'limits'], whose)
  const { task, trials = 1, version, limits = {} } = given
  if (typeof task !== 'function') throw new TypeError(`expected \`task\` of ${whose} to be a function, got ${kindOf(task)}`)
  if (!Number.isSafeInteger(trials) || Number(trials) < 1)
    throw new RangeError(`expected \`trials\` of ${whose} to be a whole number from 1, got ${String(trials)}`)
  if (version !== undefined && (typeof version !== 'string' || version === ''))
    throw new TypeError(`expected \`version\` of ${whose} to be a text, got ${String(version)}`)
  return { task: task as never, trials: Number(trials), version, limits: toLimits(whose, limits) }
}

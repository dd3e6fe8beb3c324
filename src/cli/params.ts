// Reads what is typed of params, and of what to compute again: `model=franc,chars=16`, `7d`.
import { UsageError } from './command.ts'
import { parseDuration } from './parse.ts'

/** A key that comes again has one more allowed value. A `UsageError` names the flag and the word. */
export function parseParams(words: readonly string[], flag = 'params'): Record<string, string[]> {
  const wanted: Record<string, string[]> = {}
  for (const pair of words.flatMap(word => word.split(','))) {
    const equals = pair.indexOf('=')
    if (equals < 1)
      throw new UsageError(
        `The flag --${flag} takes KEY=VALUE, got ${JSON.stringify(pair)}.`,
        `for example --${flag} model=franc`,
      )
    const key = pair.slice(0, equals)
    wanted[key] = [...(wanted[key] ?? []), pair.slice(equals + 1)]
  }
  return wanted
}

/** Params, ages or both; of several ages the longest. */
export function parseRefresh(words: readonly string[]): { params?: Record<string, string[]>; olderThanMs?: number } {
  const params = words.filter(word => word.includes('='))
  const ages = words
    .filter(word => !word.includes('='))
    .map(word => {
      const age = parseDuration(word)
      if (age !== null) return age
      const message = `The flag --refresh takes KEY=VALUE or an age (500ms, 30s, 5m, 2h or 7d), got ${JSON.stringify(word)}.`
      throw new UsageError(message, 'for example --refresh model=franc, or --refresh 7d')
    })
  return {
    ...(params.length > 0 && { params: parseParams(params, 'refresh') }),
    ...(ages.length > 0 && { olderThanMs: Math.max(...ages) }),
  }
}

// Which results a run is asked not to take although they are there: those of some params, of some age, or both.
import { isPlainObject } from '../../base/keys.ts'
import type { Selector } from '../../tracker/selection.ts'
import { type Configuration, selectConfigurations } from '../declare/configurations.ts'

/** Both must hold where both are given. */
export interface RefreshOptions<P = unknown> {
  /** The params that have all these values, or that pass. */
  readonly params?: Selector<P>
  /** Stored longer than this before the run began. */
  readonly olderThanMs?: number
}

/** Whether a result of this configuration, stored then, is to be computed again. */
export type Refresh = (configuration: Configuration, at: Date) => boolean

const names = ['params', 'olderThanMs']

/** A `TypeError` or `RangeError` says what is not as expected. */
export function checkRefresh(refresh: RefreshOptions<never> | undefined, execute: string | undefined): void {
  if (refresh === undefined) return
  if (!isPlainObject(refresh) || Object.keys(refresh).length === 0 || Object.keys(refresh).some(name => !names.includes(name)))
    throw new TypeError(`expected \`refresh\` to have ${names.join(' or ')}, got ${JSON.stringify(refresh)}`)
  const { params, olderThanMs } = refresh as RefreshOptions<never>
  if (params !== undefined && typeof params !== 'function' && !isPlainObject(params))
    throw new TypeError(`expected \`refresh.params\` to be values by name or a function, got ${String(params)}`)
  if (olderThanMs !== undefined && !(typeof olderThanMs === 'number' && olderThanMs > 0 && Number.isFinite(olderThanMs)))
    throw new RangeError(`expected \`refresh.olderThanMs\` to be a number above 0, got ${String(olderThanMs)}`)
  if (execute === 'none')
    throw new TypeError('expected `refresh` or `execute: none`, got both; the one executes, the other does not')
}

/** A `RangeError` names a param or value that no configuration of the run has. */
export function toRefresh(
  configurations: readonly Configuration[],
  { params, olderThanMs }: RefreshOptions<never> = {},
  startedAt: Date,
): Refresh {
  if (params === undefined && olderThanMs === undefined) return () => false
  const chosen = new Set(selectConfigurations(configurations, params).map(({ text }) => text))
  const before = olderThanMs === undefined ? Number.POSITIVE_INFINITY : startedAt.getTime() - olderThanMs
  return ({ text }, at) => chosen.has(text) && at.getTime() < before
}

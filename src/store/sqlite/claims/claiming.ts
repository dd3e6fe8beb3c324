// Claims of datapoints and turns of rates as a store offers them: each one write transaction.
import type { Claim, Store } from '../../store.ts'
import { Claims } from './claims.ts'
import { type Parts, requireOpen } from '../parts.ts'
import { reserveTurn } from './rates.ts'
import { encodeChange } from '../writing/writer.ts'

export function claimingOf(parts: Parts): Pick<Store, 'claim' | 'advance' | 'giveBack' | 'reserve' | 'settle'> {
  const { database, queue, writer, assets } = parts
  let claims: Claims | null = null
  const claimsNow = () => (claims ??= new Claims(database))
  const change = async <T>(work: (claims: Claims) => T): Promise<T> => {
    requireOpen(parts)
    return queue.write(() => work(claimsNow()))
  }
  return {
    claim: request => change(claims => claims.claim(request)),
    advance: (claim: Claim) => change(claims => claims.advance(claim)),
    giveBack: (claim: Claim) => change(claims => claims.giveBack(claim)),
    reserve: async (rate, lengthMs, at) => {
      requireOpen(parts)
      return queue.write(() => reserveTurn(database, rate, lengthMs, at.getTime()))
    },
    settle: async (claim, changes, { isDurable = false } = {}) => {
      requireOpen(parts)
      const encoded = changes.map(encodeChange)
      const large = assets.keepLarge(encoded)
      if (large !== null) await large
      return queue.write(() => {
        const isOurs = claimsNow().release(claim)
        if (isOurs) for (const one of encoded) writer.apply(one)
        return isOurs
      }, isDurable)
    },
  }
}

// What an attempt in a worker leaves besides its result: told to the run at once, so that it outlives the worker.
import { encodeWithAssets } from '../../../record/tagged.ts'
import { checkRow } from '../../../tracker/row.ts'
import { Cleanups } from '../../attempt/cleanups.ts'
import { Effects } from '../../attempt/effects.ts'
import { type Priced, priced } from '../../attempt/pricing.ts'
import type { Link } from '../remote/link.ts'
import type { SentWork, Start, ToRun, ToWorker } from '../remote/messages.ts'
import { toSent } from '../remote/sent.ts'

export function createEffects({ id, itemCostUsd }: SentWork, { prices }: Start, link: Link<ToRun, ToWorker>): Effects {
  let last: Priced | null = null
  return new Effects({
    itemCostUsd,
    cleanups: new Cleanups(() => link.ask('folder', { id })),
    log: async row => link.ask('log', { id, row: toSent(encodeWithAssets(checkRow(row, 'the row'), 'the row')) }),
    onRecorded: recorded => link.tell('recorded', { id, recorded: toSent(recorded) }),
    price: usage => {
      last = priced(usage, prices)
      return last.usage
    },
    onSpent: usage => link.tell('spent', { id, priced: { version: null, reason: null, ...last, usage } }),
  })
}

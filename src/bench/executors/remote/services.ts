// What a run does for its workers, because the run alone has the database, the ledger and the folders.
import { resultOf } from '../../../ledger/once/once-answer.ts'
import { type Tagged, decodeTagged, encodeWithAssets } from '../../../record/tagged.ts'
import { openAmong } from '../../../record/untag.ts'
import type { Cleanups } from '../../attempt/cleanups.ts'
import { warnCleanup } from '../../attempt/warn-cleanup.ts'
import type { Session } from '../../execute/session.ts'
import type { Flight } from './flight.ts'
import type { Handlers, Link } from './link.ts'
import type { ToRun, ToWorker } from './messages.ts'
import { type Sent, fromSent, toSent } from './sent.ts'
import { receiveThrown } from './thrown.ts'

export interface ServicesOptions {
  readonly session: Session
  /** The attempts of the worker whose tasks have not ended. */
  readonly flights: Map<number, Flight>
  readonly setupCleanups: Cleanups
  readonly link: () => Link<ToWorker, ToRun>
  /** Called when an attempt should have ended long ago. */
  readonly onLate: () => void
}

/** For one worker. */
export function createServices({ session, flights, setupCleanups, link, onLate }: ServicesOptions): Handlers<ToRun> {
  const valueOf = (sent: Sent) => {
    const { text, contents } = received(session, sent)
    return decodeTagged(text, openAmong(contents))
  }
  return {
    begun: ({ id }) => flights.get(id)?.begin(onLate),
    ended: ({ id }) => flights.get(id)?.stopTime(),
    over: ({ id }) => {
      const flight = flights.get(id)
      flight?.finish()
      if (flight?.hasEnded) flights.delete(id)
    },
    recorded: ({ id, recorded }) => flights.get(id)?.record(received(session, recorded)),
    spent: ({ id, priced }) => {
      const flight = flights.get(id)
      if (flight === undefined) return
      session.pricing.note(priced, flight.work.owner.inputId)
      flight.spend(priced.usage)
    },
    log: ({ id, row }) => flights.get(id)?.work.log(valueOf(row) as object),
    folder: ({ id }) => {
      const flight = id === null ? undefined : flights.get(id)
      return (flight === undefined || flight.hasEnded ? setupCleanups : flight.cleanups).folder()
    },
    once: async ({ id, code, inputText, call }) => {
      const flight = id === null ? undefined : flights.get(id)
      const execute = () => link().ask('execute', { call }).then(valueOf)
      const about = {
        files: session.code.files,
        train: session.train.identity,
        signal: flight?.controller.signal ?? session.stop,
      }
      const ask = () => session.once.ask({ code, inputText, execute }, about)
      return toSent(encodeWithAssets(resultOf(await (flight?.without(ask) ?? ask())), 'the result'))
    },
    put: async ({ stream, mediaType, kind }) => {
      const { reference } = await session.ledger.store.assets.put(piecesOf(link(), stream), { mediaType, kind })
      const { hash, bytes } = reference
      return { hash, bytes, mediaType, kind }
    },
    untidy: ({ whose, error }) => warnCleanup(session.findings, whose, receiveThrown(error)),
    stray: ({ error }) => warnStray(session, receiveThrown(error)),
  }
}

/** What a worker sent, as it is stored. */
export function received({ ledger }: Session, sent: Sent): Tagged {
  return fromSent(sent, reference => ledger.store.assets.content(reference))
}

async function* piecesOf(link: Link<ToWorker, ToRun>, stream: number): AsyncGenerator<Uint8Array> {
  for (let piece = await link.ask('pull', { stream }); piece !== null; piece = await link.ask('pull', { stream })) yield piece
}

/** It is nobody's result: it must not end the run, nor pass unsaid. */
function warnStray({ findings }: Session, thrown: unknown): void {
  const message = 'code that a task left behind failed, and nobody caught it'
  const hint = 'wait in the task for all that it starts: what it leaves behind disturbs what executes after it'
  findings.add({ id: 'stray-error', severity: 'warning', message, hint }, { reason: String(thrown) })
}

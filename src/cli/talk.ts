// Talk and progress on stderr, without secrets: a line that moves on a terminal, a line now and then elsewhere.
import { type Clock, systemClock } from '../base/clock.ts'
import { redactSecrets } from '../record/secrets.ts'
import type { Talk } from './command.ts'

const redrawMs = 100
const plainMs = 5_000

/** Where talk goes: a stream that may be a terminal, such as stderr. */
type Listener = Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write' | 'on'>

export function createTalk(
  stream: Listener,
  clock: Pick<Clock, 'monotonicMs'> = systemClock,
): Talk & { readonly end: () => void } {
  // Nobody listens any more (`2>&1 | head`): the work goes on.
  stream.on('error', () => {})
  let drawn = 0
  let isOpen = false
  const end = () => {
    if (isOpen) stream.write('\r\u001B[K')
    isOpen = false
  }
  return {
    end,
    line: text => {
      end()
      stream.write(`${redactSecrets(text)}\n`)
    },
    progress: render => {
      const now = clock.monotonicMs()
      if (now - drawn < (stream.isTTY ? redrawMs : plainMs)) return
      if (stream.isTTY) {
        stream.write(`\r${render(Math.max(0, Math.min(30, stream.columns - 50)))}\u001B[K`)
        isOpen = true
      } else if (drawn > 0) {
        stream.write(`${render(0)}\n`)
      }
      drawn = now
    },
  }
}

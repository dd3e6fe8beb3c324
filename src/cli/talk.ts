// Talk and progress on stderr: a line that moves on a terminal, a line now and then elsewhere.
import type { Talk } from './command.ts'

const redrawMs = 100
const plainMs = 5_000

export function createTalk(stream: NodeJS.WriteStream): Talk & { readonly end: () => void } {
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
      stream.write(`${text}\n`)
    },
    progress: render => {
      const now = performance.now()
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

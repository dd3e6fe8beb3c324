// Checks what is said on a terminal and elsewhere: a line that moves on the one, no control characters on the other.
import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { test } from 'node:test'
import { createTalk } from '../../src/cli/talk.ts'

function listener(isTTY: boolean) {
  let now = 1_000_000
  const written: string[] = []
  const stream = Object.assign(new EventEmitter(), {
    isTTY,
    columns: 80,
    write: (text: string) => written.push(text) > 0,
  }) as unknown as Parameters<typeof createTalk>[0]
  const clock = { now: () => new Date(now), monotonicMs: () => now }
  return { talk: createTalk(stream, clock), stream, written, wait: (ms: number) => (now += ms) }
}

test('on a terminal a line of progress is drawn over the last, ten times a second', () => {
  const { talk, written, wait } = listener(true)
  talk.progress(width => `bar ${width}`)
  talk.progress(() => 'too soon')
  wait(100)
  talk.progress(width => `bar ${width}`)
  assert.deepEqual(written, ['\rbar 30\u001B[K', '\rbar 30\u001B[K'])
})

test('a line that stays takes the place of progress', () => {
  const { talk, written } = listener(true)
  talk.progress(() => 'half')
  talk.line('done')
  talk.end()
  assert.deepEqual(written.slice(1), ['\r\u001B[K', 'done\n'])
})

test('elsewhere progress is a plain line now and then, the first after a while', () => {
  const { talk, written, wait } = listener(false)
  talk.progress(() => 'at the start')
  wait(4_999)
  talk.progress(() => 'too soon')
  wait(1)
  talk.progress(width => `half, ${width}`)
  talk.line('done')
  talk.end()
  assert.deepEqual(written, ['half, 0\n', 'done\n'])
})

test('a listener that went away is no error', () => {
  const { stream } = listener(false)
  assert.ok((stream as unknown as EventEmitter).emit('error', new Error('EPIPE')))
})

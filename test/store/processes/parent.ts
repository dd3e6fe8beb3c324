// What a child process shares with the test that started it: messages, one at a time.
import { once } from 'node:events'

/** Resolves when the test has the message. */
export function tell(message: unknown): Promise<void> {
  return new Promise(resolve => process.send?.(message, () => resolve()))
}

/** The next message of the test. */
export async function told(): Promise<unknown> {
  const [message] = await once(process, 'message')
  return message
}

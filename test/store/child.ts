// Other processes for tests: each says when it is ready and does its work when told, so that nothing waits by the clock.
import { type ChildProcess, fork, spawn } from 'node:child_process'
import { on } from 'node:events'
import { after } from 'node:test'
import { fileURLToPath } from 'node:url'

export interface Child {
  readonly process: ChildProcess
  /** The next message of the child; an error with its talk when it ends without one. */
  next(): Promise<unknown>
  send(message: string): void
  /** Resolves when it is gone, with the signal or the exit code that ended it. */
  readonly ended: Promise<string | number | null>
}

const children = new Set<ChildProcess>()
after(() => {
  for (const child of children) child.kill('SIGKILL')
})

/** Starts `processes/<script>.ts`; with `fileBlocks` no file of it can grow past so many blocks of 512 bytes. */
export function startChild(script: string, args: readonly string[], options: { readonly fileBlocks?: number } = {}): Child {
  const path = fileURLToPath(new URL(`./processes/${script}.ts`, import.meta.url))
  const { fileBlocks } = options
  const child =
    fileBlocks === undefined
      ? fork(path, args, { execArgv: [], silent: true })
      : spawn('sh', ['-c', `ulimit -f ${fileBlocks} && exec "$0" "$@"`, process.execPath, path, ...args], {
          stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        })
  children.add(child)
  let talk = ''
  child.stderr?.on('data', (text: Buffer) => (talk += String(text)))
  const ended = new Promise<string | number | null>(resolve => {
    child.on('close', (code, signal) => {
      children.delete(child)
      resolve(signal ?? code)
    })
  })
  const messages = on(child, 'message', { close: ['close'] })
  return {
    process: child,
    ended,
    next: async () => {
      const { value, done } = await messages.next()
      if (done === true) throw new Error(`${script} ended without a message\n${talk}`)
      return (value as unknown[])[0]
    },
    send: message => {
      child.send(message)
    },
  }
}

/** Starts several and tells all to go when the last is ready. */
export async function startTogether(script: string, argLists: readonly (readonly string[])[]): Promise<Child[]> {
  const started = argLists.map(args => startChild(script, args))
  await Promise.all(started.map(child => child.next()))
  for (const child of started) child.send('go')
  return started
}

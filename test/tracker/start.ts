// Processes for tests, each with a tracker on one file, that begin when they are told: nothing waits by the clock.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { after } from 'node:test'
import { packageRoot } from '../fixtures/folder.ts'

const children = new Set<ChildProcess>()
after(() => {
  for (const child of children) child.kill('SIGKILL')
})

export interface Started {
  readonly process: ChildProcess
  /** The next line that it says, or `undefined` when it has ended. */
  readonly next: () => Promise<string | undefined>
  /** Lets it begin. */
  readonly go: () => void
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string | null>
}

/** A process that says `ready`, waits for `go`, and runs the body with `t`, a tracker, `w`, its number, and `say`, which writes a line. */
export function start(db: string, w: number, body: string, options: { readonly heapMb?: number } = {}): Started {
  const script = `import { openReader, openTracker } from 'assay'
    import { once } from 'node:events'
    import { writeSync } from 'node:fs'
    const [db, w] = [process.argv[1], Number(process.argv[2])]
    const say = line => writeSync(1, line + '\\n')
    const t = await openTracker(db, { params: { worker: w } })
    say('ready')
    await once(process.stdin, 'data')
    ${body}
    await t.close(); process.exit()`
  const heap = options.heapMb === undefined ? [] : [`--max-old-space-size=${options.heapMb}`]
  const args = ['--conditions=assay-source', ...heap, '--input-type=module', '-e', script, db, String(w)]
  const child = spawn(process.execPath, args, { cwd: packageRoot, stdio: ['pipe', 'pipe', 'inherit'] })
  children.add(child)
  child.stdin.on('error', () => {}) // Killed before it was told.
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    process: child,
    next: async () => (await lines.next()).value as string | undefined,
    go: () => child.stdin.write('go\n'),
    ended: once(child, 'exit').then(([code, signal]) => {
      children.delete(child)
      return (signal ?? code) as string | number | null
    }),
  }
}

/** Lets all begin when the last is ready. */
export async function beginTogether(started: readonly Started[]): Promise<void> {
  for (const { next } of started) if ((await next()) !== 'ready') throw new Error('a process ended before it was ready')
  for (const { go } of started) go()
}

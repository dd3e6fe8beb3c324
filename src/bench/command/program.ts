// One started program: asks it one question at a time, takes its answers, and ends it.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import { type CommandError, type Exit, answeredWrongly, endedEarly, excerpt, notStarted } from './failure.ts'
import { forgetGroup, signalGroup, watchGroup } from './group.ts'
import { Lines } from './lines.ts'
import { type Answer, type Asked, readAnswer } from './protocol.ts'
import { Tail } from './tail.ts'

export interface Start {
  readonly argv: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** Called with each line that is no answer. */
  readonly onNoise: (line: string) => void
}

/** How long a program may take to end by itself, first when its input ends, then when it was sent SIGTERM. */
const patienceMs = 1_000

/** A longer line would not fit into a text. */
const longestLineBytes = 256 * 1024 * 1024

interface Call extends Asked {
  readonly resolve: (answer: Said) => void
  readonly reject: (error: unknown) => void
}
/** What a program may say in answer. */
export type Said = Exclude<Answer, { readonly kind: 'noise' | 'breach' }>

export class Program {
  /** When the process and its pipes are gone. */
  readonly ended: Promise<void>
  readonly #start: Start
  readonly #child: ChildProcessWithoutNullStreams
  readonly #lines = new Lines()
  readonly #stderr = new Tail()
  readonly #timers: NodeJS.Timeout[] = []
  #calls = 0
  #call: Call | null = null
  #isEnding = false
  #isClosed = false

  constructor(start: Start) {
    const { argv, cwd, env } = start
    const [file = '', ...args] = argv
    this.#start = start
    // Python keeps what it prints to a pipe until 8 KB have come together: an answer would never arrive.
    const variables = { PYTHONUNBUFFERED: '1', ...process.env, ...env }
    this.#child = spawn(file, args, { cwd, env: variables, stdio: 'pipe', detached: true })
    this.#child.on('error', error => this.#fail(notStarted(argv, cwd, error)))
    const { pid, stdin, stdout, stderr } = this.#child
    // Without a free file descriptor there are not even pipes.
    if (stdin === undefined) throw notStarted(argv, cwd, new Error('too many files are open'))
    if (pid !== undefined) watchGroup(pid)
    this.ended = new Promise(resolve => this.#child.on('close', (code, signal) => resolve(this.#onClose({ code, signal }))))
    this.#child.on('exit', () => this.#onExit())
    stdout.on('data', (piece: Buffer) => this.#onOutput(piece)).on('end', () => this.#endBy('end of input'))
    stderr.on('data', (piece: Buffer) => this.#stderr.push(piece))
    // It closed its input or is gone; how it ends says more.
    stdin.on('error', () => this.#endBy('end of input'))
    this.#wait(false)
  }

  /** Whether it waits for a question. */
  get isFree(): boolean {
    return this.#call === null && !this.#isEnding
  }

  /** Its answer; a `CommandError` when it gives none. Aborting ends the program, and what it says before it is gone still counts. */
  async ask(question: object, signal: AbortSignal): Promise<Said> {
    const call = ++this.#calls
    const line = `${JSON.stringify({ call, ...question })}\n`
    const onAbort = () => this.#endBy('SIGTERM')
    signal.addEventListener('abort', onAbort, { once: true })
    this.#wait(true)
    try {
      return await new Promise<Said>((resolve, reject) => {
        this.#call = { call, isBatch: 'inputs' in question, resolve, reject }
        this.#child.stdin.write(line)
      })
    } catch (error) {
      throw signal.aborted ? signal.reason : error
    } finally {
      signal.removeEventListener('abort', onAbort)
      this.#wait(false)
    }
  }

  /** Lets it end by itself, for a moment. */
  end(): Promise<void> {
    this.#endBy('end of input')
    return this.ended
  }

  #onOutput(piece: Buffer): void {
    for (const line of this.#lines.push(piece)) this.#onLine(line.toString())
    if (this.#lines.openBytes > longestLineBytes) this.#breach('a line without an end', '')
  }

  #onLine(line: string): void {
    const answer = readAnswer(line, this.#call)
    if (answer.kind === 'breach') this.#breach(answer.message, line)
    else if (answer.kind === 'noise') this.#start.onNoise(excerpt(line))
    else {
      this.#call?.resolve(answer)
      this.#call = null
    }
  }

  #breach(message: string, line: string): void {
    if (this.#call === null) this.#start.onNoise(excerpt(line))
    this.#fail(answeredWrongly(this.#start.argv, message, line, this.#stderr.text))
    this.#child.stdout.removeAllListeners('data').resume()
    this.#endBy('SIGTERM')
  }

  #onExit(): void {
    // What it started and left behind would hold its pipes open.
    if (this.#child.pid !== undefined) signalGroup(this.#child.pid, 'SIGKILL')
    const { stdin, stdout, stderr } = this.#child
    // A process that left the group too: what is in the pipes now is read, and no more waited for.
    this.#timers.push(setTimeout(() => [stdin, stdout, stderr].forEach(pipe => pipe.destroy()), patienceMs))
  }

  #onClose(exit: Exit): void {
    this.#isClosed = true
    for (const timer of this.#timers) clearTimeout(timer)
    if (this.#child.pid !== undefined) forgetGroup(this.#child.pid)
    this.#fail(endedEarly(this.#start.argv, exit, this.#lines.openBytes, this.#stderr.text))
  }

  #fail(error: CommandError): void {
    this.#isEnding = true
    this.#call?.reject(error)
    this.#call = null
  }

  /** From here on it is asked nothing; what is left of it after a while is killed. */
  #endBy(first: 'end of input' | 'SIGTERM'): void {
    const { pid, stdin } = this.#child
    this.#isEnding = true
    if (pid === undefined || this.#isClosed) return
    const after = (ms: number, signal: NodeJS.Signals) => this.#timers.push(setTimeout(() => signalGroup(pid, signal), ms))
    // Never both at once: a program that sees its input end is gone before it can heed the signal.
    if (first === 'SIGTERM') signalGroup(pid, 'SIGTERM')
    else {
      stdin.end()
      after(patienceMs, 'SIGTERM')
    }
    after(first === 'SIGTERM' ? patienceMs : 2 * patienceMs, 'SIGKILL')
  }

  /** A program that nobody waits for keeps nobody's process from ending. */
  #wait(isWaiting: boolean): void {
    const { stdin, stdout, stderr } = this.#child
    const change = isWaiting ? 'ref' : 'unref'
    for (const handle of [this.#child, ...([stdin, stdout, stderr] as unknown[] as Socket[])]) handle[change]()
  }
}

// What a worker does: loads the benchmark once, makes its set-ups, executes attempts, and asks the run for all that is the run's.
import { AssayError } from '../../../base/errors.ts'
import { systemClock } from '../../../base/clock.ts'
import type { Setups } from '../../attempt/setups.ts'
import { sourceOf } from '../../declare/code.ts'
import { type Configuration, configurationsOf } from '../../declare/configurations.ts'
import { loadBenchmark } from '../../declare/load-file.ts'
import type { Declaration } from '../../declare/spec.ts'
import { failedSetup } from '../inline-executor.ts'
import { executeInline } from '../inline.ts'
import type { Ended } from '../executor.ts'
import { Link } from '../remote/link.ts'
import type { SentEnded, SentWork, Start, ToRun, ToWorker } from '../remote/messages.ts'
import { decodeInputs } from '../remote/inputs.ts'
import { receiveThrown, sendThrown } from '../remote/thrown.ts'
import { Calls } from './calls.ts'
import { createWorkerSetups } from './worker-setups.ts'
import { createEffects } from './worker-effects.ts'
import { watchTask } from './watch-task.ts'

interface Loaded {
  readonly start: Start
  readonly declaration: Declaration
  readonly configurations: ReadonlyMap<string, Configuration>
  readonly setups: Setups | null
}

/** `receive` is to be called with everything that the run says. */
export function createWorker(post: (message: object) => void): { readonly receive: (message: unknown) => void } {
  const stop = new AbortController()
  let loaded: Loaded | null = null
  const link: Link<ToRun, ToWorker> = new Link<ToRun, ToWorker>(post, {
    start: async start => void (loaded = await load(start, calls, link, stop.signal)),
    attempt: work => attempt(loaded as Loaded, work, { link, calls, stop: stop.signal }),
    execute: ({ call }) => calls.execute(call),
    pull: ({ stream }) => calls.pull(stream),
    dispose: () => loaded?.setups?.dispose(),
    stop: ({ reason }) => stop.abort(receiveThrown(reason)),
  })
  const calls = new Calls(link)
  const onStray = (error: unknown) => link.tell('stray', { error: sendThrown(error) })
  process.on('uncaughtException', onStray).on('unhandledRejection', onStray)
  return link
}

async function load(start: Start, calls: Calls, link: Link<ToRun, ToWorker>, stop: AbortSignal): Promise<Loaded> {
  const { file, options, source } = start
  const { declaration } = await loadBenchmark(file, options)
  if (source !== null && sourceOf(declaration, file) !== source) throw changed(file)
  const configurations = new Map(configurationsOf(declaration).map(one => [one.digest, one]))
  return { start, declaration, configurations, setups: createWorkerSetups(declaration, calls, link, stop) }
}

function changed(file: string): AssayError {
  return new AssayError(
    'code_changed',
    `${file}, or what it imports, is not what it was when the run began: a worker would execute other code.`,
    'run it again: what is stored is kept',
  )
}

interface Circumstances {
  readonly link: Link<ToRun, ToWorker>
  readonly calls: Calls
  readonly stop: AbortSignal
}

async function attempt(loaded: Loaded, work: SentWork, { link, calls, stop }: Circumstances): Promise<SentEnded[]> {
  const { start, declaration, configurations, setups } = loaded
  const { id, params, isBatch, trial, datapoint } = work
  const inputs = decodeInputs(work.inputs)
  const configuration = configurations.get(params)
  if (configuration === undefined) throw changed(start.file)
  const setUp = await setups?.of(configuration).then(
    value => ({ value }),
    (error: unknown) => ({ error }),
  )
  if (setUp !== undefined && 'error' in setUp) return sendEnded(failedSetup({ inputs }, setUp.error).ended, loaded, calls)
  const effects = createEffects(work, start, link)
  link.tell('begun', { id })
  const ended = await executeInline({
    task: watchTask(declaration.task, () => link.tell('over', { id })),
    inputs,
    isBatch,
    params: configuration.given,
    setup: setUp?.value,
    trial,
    attempt: work.attempt,
    datapoint,
    timeoutMs: start.timeoutMs,
    stop,
    clock: systemClock,
    effects,
    settle: error => calls.settle(error),
    once: (fn, input, options, signal) => calls.once(id, fn, input, options, signal),
  })
  link.tell('ended', { id })
  for (const error of await effects.cleanups.run()) link.tell('untidy', { whose: 'task', error: sendThrown(error) })
  return sendEnded(ended, loaded, calls)
}

async function sendEnded(all: readonly Ended[], { start, declaration }: Loaded, calls: Calls): Promise<SentEnded[]> {
  const isRetryable = start.isRetryableDeclared ? declaration.limits.isRetryable : undefined
  const ended: SentEnded[] = []
  for (const { encoded, thrown, ...rest } of all) {
    const isError = rest.status === 'error' && thrown !== null
    ended.push({
      ...rest,
      encoded: encoded === null ? null : await calls.send(encoded),
      thrown: isError ? sendThrown(thrown) : null,
      ...(isError && isRetryable !== undefined && { isPassing: isRetryable(thrown) }),
    })
  }
  return ended
}

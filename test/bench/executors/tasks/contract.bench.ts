// What a task may do, one item each; set-ups and executions of `once` leave a line in the file that `notes` names.
import { appendFileSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { threadId } from 'node:worker_threads'
import { asset, benchmark, type Options } from 'assay'

/** What the task of an item is given. */
type Given = Parameters<Parameters<typeof benchmark>[0]['task']>[2]

class BusyError extends Error {}

let notes = ''
const worker = `${process.pid}:${threadId}`

const spent = (cost: number) => ({
  input_tokens: 3,
  cached_input_tokens: null,
  cache_write_tokens: null,
  output_tokens: null,
  reasoning_tokens: null,
  cost_usd: cost,
})

/** Executed once in the ledger. */
async function squared({ n }: { n: number }) {
  appendFileSync(notes, `once ${n}\n`)
  return { square: n * n, of: asset(`content ${n}`) }
}

/** Fails for everybody. */
function unlucky(n: number): never {
  throw new RangeError(`not ${n}`)
}

const tasks: Readonly<Record<string, (context: Given, input: { readonly bytes: Uint8Array }) => unknown>> = {
  value: () => 7,
  nothing: () => null,
  plain: async (_, { bytes }) => ({
    list: [1n, new Map([['a', Number.NaN]])],
    at: new Date(0),
    isBuffer: Buffer.isBuffer(bytes),
  }),
  large: () => ({ text: 'x'.repeat(100_000), file: asset('y'.repeat(50_000)) }),
  huge: () => ({ length: 'ok', file: asset(new Uint8Array(9 * 1024 * 1024)) }),
  stream: () => ({ file: asset(new ReadableStream({ start: stream => (stream.enqueue(Buffer.from('ab')), stream.close()) })) }),
  undefined: () => undefined,
  unstorable: () => ({ of: () => 1 }),
  throws: () => JSON.parse('{'),
  rejects: () => Promise.reject(new DOMException('gone', 'NetworkError')),
  text: () => Promise.reject('a text' as unknown as Error),
  skips: ({ skip }) => skip('no answer is known'),
  recorded: ({ record, spend }) => {
    record({ raw: 'kept' })
    record({ more: [1] })
    spend(spent(0.25))
    throw new Error('after all')
  },
  overspent: async ({ spend, signal }) => {
    try {
      spend(spent(2))
    } catch {
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
    }
    return 'not stopped'
  },
  late: ({ record }) => {
    record({ raw: 'in time' })
    return new Promise(() => {})
  },
  logs: async ({ log }) => {
    await log({ step: 1, loss: 0.5 })
    return log({ run_id: 'not mine' }).catch((error: Error) => `${error.name}: ${error.message}`)
  },
  folder: async ({ folder }) => {
    const path = await folder()
    writeFileSync(join(path, 'a.txt'), 'a')
    return { path }
  },
  deferred: ({ defer }) => {
    defer(() => appendFileSync(notes, 'deferred 1\n'))
    defer(() => appendFileSync(notes, 'deferred 2\n'))
    throw new Error('tidied')
  },
  untidy: ({ defer }) => {
    defer(() => {
      throw new Error('will not')
    })
    return 1
  },
  once: async ({ once }) => {
    const { square, of } = await once(squared, { n: 3 })
    return { square, content: await of.load() }
  },
  again: async ({ once }) => (await once(squared, { n: 3 })).square,
  unlucky: ({ once }) => once(unlucky, 1),
  nobody: ({ once }) => once((n: number) => n, 1),
  busy: ({ attempt }) => {
    if (attempt === 1) throw Object.assign(new Error('busy'), { status: 429, headers: new Headers({ 'retry-after-ms': '1' }) })
    return { attempt }
  },
  own: ({ attempt }) => {
    if (attempt === 1) throw new BusyError('my own')
    return { attempt }
  },
  context: ({ trial, attempt, datapoint, setup, signal }) => ({
    repeat: trial,
    attempt,
    key: datapoint.length,
    setup: (setup as unknown as { model: string }).model,
    isAborted: signal.aborted,
    isThere: existsSync((setup as unknown as { path: string }).path),
  }),
}

export default ({ notes: file = '' }: Options) => {
  notes = file
  return benchmark({
    name: 'contract',
    data: Object.keys(tasks).map(id => ({ id, bytes: Buffer.from(id) })),
    params: [{ model: 'a' }, { model: 'b' }],
    version: '1',
    setup: async ({ model }, { folder, defer }) => {
      appendFileSync(notes, `setup ${model} ${worker}\n`)
      defer(() => appendFileSync(notes, `disposed ${model} ${worker}\n`))
      return { model, path: await folder() }
    },
    task: ({ id, bytes }, _, context) => tasks[id]?.(context as unknown as Given, { bytes }) as string,
    limits: {
      concurrency: 4,
      timeoutMs: 1_000,
      itemCostUsd: 1,
      retries: 1,
      isRetryable: error => error instanceof BusyError || (error as { status?: number }).status === 429,
    },
  })
}

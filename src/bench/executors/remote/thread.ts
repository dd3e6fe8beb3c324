// Starts a worker as a thread: it shares no memory with the run, and can be ended at any moment without harm to any other.
import { Worker } from 'node:worker_threads'
import { type StartTransport, WorkerError, workerFile } from './transport.ts'

export const startThread: StartTransport = receive => {
  // Its own streams: stdout is the run's, and joined to ours they would make ours fail where a task writes to them directly.
  const worker = new Worker(workerFile, { stdout: true, stderr: true })
  for (const stream of [worker.stdout, worker.stderr]) stream.on('data', (piece: Buffer) => process.stderr.write(piece))
  const { promise: ended, resolve } = Promise.withResolvers<WorkerError>()
  let failure: WorkerError | null = null
  worker.on('message', receive)
  worker.on('error', error => (failure = explain(error)))
  worker.on('exit', code => resolve(failure ?? new WorkerError(`its thread was ended by process.exit(${code})`)))
  return {
    post: message => worker.postMessage(message),
    ended,
    kill: () => void worker.terminate(),
    close: async () => void (await worker.terminate()),
  }
}

function explain(error: unknown): WorkerError {
  const { code, message } = error as NodeJS.ErrnoException
  const why = code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'ran out of memory: its heap was full' : `ended with ${message}`
  return new WorkerError(`its thread ${why}`, { cause: error })
}

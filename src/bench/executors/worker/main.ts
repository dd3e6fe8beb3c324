// The program of a worker: joins its channel, whether it is a thread or a process, and stays until it is ended.
import { parentPort } from 'node:worker_threads'
import { createWorker } from './worker.ts'

if (parentPort !== null) {
  const port = parentPort
  const worker = createWorker(message => port.postMessage(message))
  port.on('message', message => worker.receive(message))
} else if (process.send !== undefined) {
  const worker = createWorker(message => void process.send?.(message, undefined, {}, () => {}))
  process.on('message', message => worker.receive(message))
  // The run is gone, or needs it no longer.
  process.on('disconnect', () => process.exit(0))
  await import('./watch-parent.ts')
}

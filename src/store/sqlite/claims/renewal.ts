// Says every second, from a thread that no task can block, that this process is not stopped: by the time of the files it holds.
import { Worker } from 'node:worker_threads'

const everyMs = 1_000

/** All that the thread does. A text, because a file of its own would have another name in source than in the package. */
const program = `
const { utimesSync } = require('node:fs')
const { parentPort } = require('node:worker_threads')
const paths = new Set()
parentPort.on('message', ({ path, isOn }) => { isOn ? paths.add(path) : paths.delete(path) })
setInterval(() => {
  const now = new Date()
  for (const path of paths) try { utimesSync(path, now, now) } catch { paths.delete(path) }
}, ${everyMs})`

/** One thread for the process, from the first file that needs it. */
let worker: Worker | null = null
const renewed = new Set<string>()

/** Goes on until `stopRenewing`, and never keeps the process from ending. */
export function startRenewing(path: string): void {
  if (renewed.has(path)) return
  renewed.add(path)
  // Its own streams: joined to ours, they would make ours fail where a task writes to them directly.
  worker ??= new Worker(program, { eval: true, execArgv: [], env: {}, stdout: true, stderr: true })
  worker.unref()
  worker.postMessage({ path, isOn: true })
}

export function stopRenewing(path: string): void {
  if (renewed.delete(path)) worker?.postMessage({ path, isOn: false })
}

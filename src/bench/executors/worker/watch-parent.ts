// Ends this process when the one that started it is gone, from a thread that no task can block.
import { Worker } from 'node:worker_threads'

const everyMs = 500

/** All that the thread does. A text, because it needs nothing of ours. */
const program = `
const parent = process.ppid
setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL') }, ${everyMs})`

new Worker(program, { eval: true, execArgv: [], env: {}, stdout: true, stderr: true }).unref()

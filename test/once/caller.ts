// Calls `once` on one input when it is told; each start leaves a line, and with HOLD goes on until GO is there. Says what it got.
import { once } from 'node:events'
import { appendFileSync, existsSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { openTracker } from 'assay'

const { HOLD = '', GO = 'go', RUN } = process.env

async function work({ id }: { id: string }) {
  appendFileSync('starts.txt', `${id}\n`)
  writeFileSync(`held-${process.pid}`, '')
  if (HOLD !== '') while (!existsSync(GO)) await sleep(10)
  return { by: process.pid }
}

const tracker = await openTracker('lab.db', RUN === undefined ? {} : { runId: RUN })
console.log('ready')
await once(process.stdin, 'data')
const { by } = await tracker.once(work, { id: 'x' })
const [row] = await tracker.rows({ tail: 1 })
console.log(JSON.stringify({ by, cache: row?.['cache'], reason: row?.['cache_reason'], attempts: row?.['attempts'] }))
await tracker.close()
process.exit()

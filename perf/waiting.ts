// Runs a benchmark of 20,000 datapoints that wait, CONCURRENCY of them at once, and prints the most memory that the process had, in MB.
import { setTimeout as sleep } from 'node:timers/promises'
import { benchmark, run } from 'assay'

const count = 20_000
const concurrency = Number(process.argv[2])

const waiting = benchmark({
  name: 'waiting',
  data: Array.from({ length: count }, (_, i) => ({ id: i })),
  version: '1',
  limits: { concurrency },
  task: async ({ id }) => sleep(2, { answer: id }),
})

await using result = await run(waiting, { db: String(process.argv[3]) })
if (result.executed !== count) throw new Error(`expected ${count} datapoints to execute, got ${result.executed}`)
console.log(process.resourceUsage().maxRSS / 1_024)

// Stores a stream of so many megabytes when told, and says after each megabyte that it was taken; at the end the hash and the memory that it took.
import { openTracker } from 'assay'

const [db = '', megabytes = '', seed = ''] = process.argv.slice(2)
await using tracker = await openTracker(db)
let peak = 0
let sent = 0
const stream = new ReadableStream<Uint8Array>(
  {
    pull(controller) {
      peak = Math.max(peak, process.memoryUsage().arrayBuffers)
      if (sent === Number(megabytes)) return controller.close()
      controller.enqueue(new Uint8Array(1024 * 1024).fill(sent + Number(seed)))
      process.send?.(sent++)
    },
  },
  { highWaterMark: 0 },
)
process.send?.('ready')
await new Promise(resolve => process.once('message', resolve))
const { hash } = await tracker.asset(stream)
process.send?.({ hash, peak })
process.disconnect()

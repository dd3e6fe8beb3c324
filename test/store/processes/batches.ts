// Commits batches for ever and says each number once it is committed, until somebody kills it.
import { openStore } from '../../../src/store/open.ts'
import { batchOf } from '../rows.ts'
import { tell } from './parent.ts'

const [path = '', writer = ''] = process.argv.slice(2)
const store = await openStore(path, { mode: 'write' })
for (let batch = 0; ; batch++) {
  const isDurable = batch % 5 === 0
  await store.commit([{ type: 'insert', table: 'metrics', rows: batchOf(writer, batch) }], { isDurable })
  await tell(batch)
}

// Writes rows one by one as soon as it is told: wide ones have keys that are new, or that others add at the same moment.
import { openStore } from '../../../src/store/open.ts'
import { rowOf } from '../rows.ts'
import { tell, told } from './parent.ts'

const [path = '', writer = '', rows = '', kind = ''] = process.argv.slice(2)
const store = await openStore(path, { mode: 'write' })
await tell('ready')
await told()
for (let i = 0; i < Number(rows); i++) {
  const row = kind === 'wide' ? rowOf(Number(writer), i) : { writer: Number(writer), i }
  await store.commit([{ type: 'insert', table: 'metrics', rows: [row] }])
}
await store.close()
process.disconnect()

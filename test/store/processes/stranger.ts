// Opens a store as a user who may not write: says the rows and what SQL counts, or the error.
import { openStore } from '../../../src/store/open.ts'
import { tell } from './parent.ts'

const [path = '', mode = ''] = process.argv.slice(2)
process.setgid?.(65534)
process.setuid?.(65534)
try {
  const store = await openStore(path, { mode: mode === 'write' ? 'write' : 'read' })
  const rows = await Array.fromAsync(store.rows('metrics', { columns: ['a'] }))
  const { rows: counted } = await store.sql('SELECT COUNT(*) FROM metrics')
  await store.close()
  await tell({ rows, counted })
} catch (error) {
  await tell({ code: (error as { code?: string }).code, message: (error as Error).message })
}
process.disconnect()

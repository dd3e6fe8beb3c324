// Commits rows until one fails, and says how many were committed and why the last was not.
import { openStore } from '../../../src/store/open.ts'
import { tell } from './parent.ts'

const store = await openStore(process.argv[2] ?? '', { mode: 'write' })
let committed = 0
try {
  for (; ; committed++)
    await store.commit([{ type: 'insert', table: 'metrics', rows: [{ n: committed, text: 'x'.repeat(20_000) }] }])
} catch (error) {
  const { code, message, hint } = error as { code?: string; message: string; hint?: string }
  await tell({ committed, code, message, hint })
}
process.exit()

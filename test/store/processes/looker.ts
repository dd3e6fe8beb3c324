// Says whether a run is held, as another process sees it.
import { openStore } from '../../../src/store/open.ts'
import { tell } from './parent.ts'

const [path = '', runId = ''] = process.argv.slice(2)
await using store = await openStore(path, { mode: 'read' })
await tell(await store.isHeld(runId))
process.disconnect()

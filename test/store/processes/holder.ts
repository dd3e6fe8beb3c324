// Holds a run until it is told to release it, or killed.
import { openStore } from '../../../src/store/open.ts'
import { tell, told } from './parent.ts'

const [path = '', runId = ''] = process.argv.slice(2)
const store = await openStore(path, { mode: 'write' })
const release = await store.hold(runId)
await tell('held')
await told()
release()
await tell('released')
await store.close()
process.disconnect()

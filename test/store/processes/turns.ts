// Takes its turns at holding a run, and says how often somebody else had it at the same time.
import { mkdirSync, rmdirSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { openStore } from '../../../src/store/open.ts'
import { tell, told } from './parent.ts'

const [path = '', turns = ''] = process.argv.slice(2)
const store = await openStore(path, { mode: 'write' })
await tell('ready')
await told()
let shared = 0
for (let turn = 0; turn < Number(turns); ) {
  const release = await store.hold('r').catch(() => null)
  if (release === null) continue
  try {
    mkdirSync(`${path}-mine`)
    await nextTurn()
    rmdirSync(`${path}-mine`)
  } catch {
    shared++
  }
  release()
  turn++
}
await tell(shared)
await store.close()
process.disconnect()

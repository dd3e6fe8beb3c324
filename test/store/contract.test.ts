// Runs the contract of all stores against SQLite, on a file and in memory.
import { openStore } from '../../src/store/open.ts'
import { testStore } from '../contract/store.ts'
import { newPath } from './folder.ts'

testStore({ name: 'SQLite file', open: () => openStore(newPath(), { mode: 'write' }) })
testStore({ name: 'memory', open: () => openStore(':memory:', { mode: 'write' }) })

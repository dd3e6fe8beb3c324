// Takes the write lock of a file as any other program could, and gives it back when told.
import { DatabaseSync } from 'node:sqlite'
import { tell, told } from './parent.ts'

const database = new DatabaseSync(process.argv[2] ?? '', { timeout: 5_000 })
database.exec('BEGIN IMMEDIATE')
await tell('locked')
await told()
database.exec('ROLLBACK')
database.close()
process.disconnect()

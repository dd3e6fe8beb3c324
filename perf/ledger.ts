// A claim and the commit of its outcome, against a raw transaction that writes two rows.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { systemClock } from '../src/base/clock.ts'
import { Ledger, type Start } from '../src/ledger/ledger.ts'
import { encodeResult } from '../src/ledger/outcomes.ts'
import { openStore } from '../src/store/open.ts'
import type { Comparison } from './measure.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-ledger-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
let number = 0
const fresh = () => join(folder, `${number++}.db`)
const count = 2_000
const parts = { name: 'noop', code: 'version:1', files: '', train: '', input: 'i', params: '{}', trial: 0 }

/** As a run does it for a task that does not wait: the outcome of one and the claim of the next share a transaction. */
async function claimed(): Promise<number> {
  await using store = await openStore(fresh(), { mode: 'write' })
  const release = await store.hold('run')
  const ledger = new Ledger({ store, holder: 'run', clock: systemClock, failuresSince: new Date() })
  await ledger.claim(['first'], 1)
  const began = performance.now()
  let settling: Promise<unknown> = Promise.resolve()
  for (let i = 0; i < count; i++) {
    const key = `datapoint ${i}`
    const { started } = await ledger.claim([key], 1)
    const start = started.get(key) as Start
    const outcome = {
      status: 'ok',
      result: i,
      error: null,
      errorType: null,
      durationMs: 0.1,
      attempts: start.claim.attempts,
      maybePaid: false,
      producedBy: 'run',
      at: new Date(),
    } as const
    settling = ledger.settle(start, parts, outcome, { encoded: encodeResult(i) }, [])
  }
  await settling
  const took = performance.now() - began
  release()
  return took
}

function inserted(): number {
  using database = new DatabaseSync(fresh())
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
  database.exec('CREATE TABLE claims (datapoint, holder, attempts, at, UNIQUE (datapoint))')
  const columns = Array.from({ length: 18 }, (_, i) => `c${i}`)
  database.exec(`CREATE TABLE ledger (datapoint, ${columns.join(', ')}, UNIQUE (datapoint))`)
  const claim = database.prepare('INSERT INTO claims VALUES (?, ?, ?, ?)')
  const keep = database.prepare(`INSERT INTO ledger VALUES (?, ${columns.map(() => '?').join(', ')})`)
  const began = performance.now()
  for (let i = 0; i < count; i++) {
    database.exec('BEGIN IMMEDIATE')
    claim.run(`datapoint ${i}`, 'run', 1n, new Date().toISOString())
    keep.run(`datapoint ${i}`, ...columns.map((_, c) => (c % 2 ? 'text' : BigInt(i))))
    database.exec('COMMIT')
  }
  return performance.now() - began
}

export const ledgerComparisons: readonly Comparison[] = [
  {
    name: 'claim and commit of a datapoint',
    unit: 'datapoints',
    count,
    ceiling: 'a raw transaction of two rows',
    aim: '≤ 2 × its time',
    ours: claimed,
    raw: inserted,
  },
]

// Kills writers at 50 random moments: what was acknowledged is there, no batch is there by half, and the file is sound after each.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openReader } from 'assay'
import { assertSound, laboratory } from '../fixtures/laboratory.ts'
import { start } from './start.ts'

const lanes = 2
const killsOfEach = 25
const batchSize = 20

/** Every fifth time a batch, else one row; new columns now and then. */
const endless = `for (let i = 0; ; i++) {
    const row = j => ({ w, i, j, ['extra ' + (i % 17) + ' ' + (w % 3)]: 'x'.repeat(100) })
    if (i % 5) await t.log(row(0))
    else await t.logBatch(Array.from({ length: ${batchSize} }, (_, j) => row(j)))
    say(i)
  }`

/** The number that a process acknowledged last before it was killed, −1 for none. */
async function killSometime(db: string, w: number): Promise<number> {
  const { process, next, go, ended } = start(db, w, endless)
  assert.equal(await next(), 'ready')
  const enough = Math.floor(Math.random() * 150) - 1
  go()
  let last = -1
  if (enough < 0) process.kill('SIGKILL')
  for (let line = await next(); line !== undefined; line = await next()) {
    last = Number(line)
    if (last >= enough) process.kill('SIGKILL')
  }
  assert.equal(await ended, 'SIGKILL')
  return last
}

/** What a process stored is what it logged up to some moment, and that is not before its last acknowledgement. */
async function assertKept(db: string, w: number, last: number): Promise<void> {
  await using reader = await openReader(db, { table: 'events' })
  const found = await reader.rows({ where: { w } })
  const places = found.map(row => `${String(row['i'])} ${String(row['j'])}`)
  const stored = Number(found.at(-1)?.['i'] ?? -1)
  const expected = Array.from({ length: stored + 1 }, (_, i) =>
    Array.from({ length: i % 5 ? 1 : batchSize }, (_, j) => `${i} ${j}`),
  ).flat()
  assert.deepEqual(places, expected)
  assert.ok(stored >= last, `process ${w}: ${last} was acknowledged, ${stored} is the last that is there`)
  assert.ok(found.every(row => Object.values(row).includes('x'.repeat(100))))
}

test('50 kills lose no acknowledged row, leave no half batch, and the file is sound after each', async t => {
  const db = laboratory(t)
  // The table is there before the first process may be killed without having written.
  const first = start(db, -1, 'await t.log({ w: -1 })')
  assert.equal(await first.next(), 'ready')
  first.go()
  assert.equal(await first.ended, 0)
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      for (let kill = 0; kill < killsOfEach; kill++) {
        const w = lane * killsOfEach + kill
        const last = await killSometime(db, w)
        await assertKept(db, w, last)
        await assertSound(db)
      }
    }),
  )
  await using reader = await openReader(db, { table: 'runs' })
  const statuses = (await reader.runs()).map(({ status }) => status)
  assert.deepEqual(statuses, ['completed', ...Array<string>(lanes * killsOfEach).fill('aborted')])
})

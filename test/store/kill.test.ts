// Kills writers at many moments: what was acknowledged is there, no batch is there by half, and the file is sound.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Row } from '../../src/store/store.ts'
import { openStore } from '../../src/store/open.ts'
import { startChild } from './child.ts'
import { newPath } from './folder.ts'
import { batchOf, batchSize } from './rows.ts'

const trials = 8

/** Kills a writer when it has acknowledged so many batches; the last that the test heard of. */
async function killAfter(path: string, writer: string, batches: number): Promise<number> {
  const child = startChild('batches', [path, writer])
  let last = -1
  while (last < batches - 1) last = Number(await child.next())
  child.process.kill('SIGKILL')
  assert.equal(await child.ended, 'SIGKILL')
  return last
}

test('every acknowledged batch survives kill -9, whole, and so do those of others', async () => {
  const path = newPath()
  await (await openStore(path, { mode: 'write' })).close()
  const acknowledged = new Map<string, number>()
  for (let trial = 0; trial < trials; trial++) {
    const pair = [`a${trial}`, `b${trial}`] as const
    // 1 to 99 batches, so that kills come before, in and after what SQLite does now and then, like a checkpoint.
    const last = await Promise.all(pair.map((writer, i) => killAfter(path, writer, 1 + ((trial * 14 + i * 31) % 99))))
    pair.forEach((writer, i) => acknowledged.set(writer, last[i] ?? -1))

    const store = await openStore(path, { mode: 'read' })
    assert.deepEqual(await store.check(), [])
    for (const writer of pair) assertBatches(await Array.fromAsync(store.rows('metrics', { where: { writer } })), writer)
    await store.close()
  }

  function assertBatches(rows: readonly Row[], writer: string): void {
    const count = Math.max(rows.length / batchSize, (acknowledged.get(writer) ?? -1) + 1)
    const expected = Array.from({ length: Math.ceil(count) }, (_, batch) => batchOf(writer, batch)).flat()
    assert.deepEqual(
      rows.map(({ run_id: _run, benchmark: _benchmark, ...row }) => row),
      expected,
    )
  }
})

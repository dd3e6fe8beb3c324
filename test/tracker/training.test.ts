// A training loop that is killed again and again and always goes on where it was: exactly one row per epoch at the end.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type Asset, openReader } from 'assay'

const root = fileURLToPath(new URL('../../', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'assay-training-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** The checkpoint holds the sum of all epochs so far: a loop that skipped or repeated one would end with another. */
const program = `
  import { openTracker } from 'assay'
  import { once } from 'node:events'
  import { writeSync } from 'node:fs'
  await using tracker = await openTracker(process.argv[1], { table: 'epochs', name: 'mnist', runId: 'fox', params: { seed: 7 }, key: ['epoch'] })
  const [last] = await tracker.rows({ tail: 1 })
  let total = last ? new Float64Array((await last.checkpoint.load()).buffer)[0] : 0
  for (let epoch = (last?.epoch ?? -1) + 1; epoch < 20; epoch++) {
    total += epoch
    await tracker.log({ epoch, loss: 1 / (epoch + 1), checkpoint: await tracker.asset(new Uint8Array(new Float64Array([total]).buffer)) })
    writeSync(1, epoch + '\\n')
    await once(process.stdin, 'data')
  }
  await tracker.set({ finished: true })
  process.stdin.destroy()`

/** Starts the program and kills it within its so-manieth epoch. */
async function train(db: string, epochs: number): Promise<void> {
  const child = spawn(process.execPath, ['--conditions=assay-source', '--input-type=module', '-e', program, db], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.on('error', () => {})
  let seen = 0
  for await (const _ of createInterface({ input: child.stdout })) {
    if (++seen === epochs) child.kill('SIGKILL')
    else child.stdin.write('next\n')
  }
}

test('killed ten times at a random epoch, the run ends with its 20 epochs, each once', async () => {
  const db = join(folder, 'lab.db')
  for (let kill = 0; kill < 10; kill++) await train(db, 1 + Math.floor(Math.random() * 2))
  await train(db, Number.POSITIVE_INFINITY)
  await using reader = await openReader(db, { table: 'epochs' })
  const rows = (await reader.rows()).toSorted((a, b) => Number(a['epoch']) - Number(b['epoch']))
  assert.deepEqual(
    rows.map(row => row['epoch']),
    Array.from({ length: 20 }, (_, i) => i),
  )
  const checkpoint = await (rows[19]!['checkpoint'] as Asset<Uint8Array<ArrayBuffer>>).load()
  assert.equal(new Float64Array(checkpoint.buffer)[0], 190)
  assert.ok(rows.every(row => row['finished'] === true && row['run_id'] === 'fox'))
  assert.deepEqual(
    (await reader.runs()).map(({ runId, status }) => [runId, status]),
    [['fox', 'completed']],
  )
})

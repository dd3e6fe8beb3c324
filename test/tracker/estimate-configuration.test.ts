// Checks that the metrics of a stored configuration are those of its rows in memory, whatever ids they have.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accuracy, benchmark, mean, openReader, run } from 'assay'
import { estimateMetric } from '../../src/metrics/estimate.ts'
import type { Metric } from '../../src/metrics/metric.ts'
import { openStore } from '../../src/store/open.ts'
import { estimateConfiguration } from '../../src/tracker/estimate-configuration.ts'
import { newPath } from '../store/folder.ts'

/** Ids that SQL cannot sort as they are are among them: long ones lie elsewhere, and some are no well-formed text. */
const ids = {
  'plain ids': ['b', 'a', 'é', '\u{1f600}', '\uffff', '10', '9'],
  'long ids': ['b', `z${'x'.repeat(300_000)}`, 'a', `A${'x'.repeat(300_000)}`, 'z'],
  'ill-formed ids': ['b', 'a\ud800', '\ud800', 'c', 'a'],
}

const metrics = {
  accuracy: accuracy({ by: 'item_group' }),
  mean: mean('size'),
  last: { compute: (rows: readonly { readonly size: unknown }[]) => Number(rows.at(-1)?.size ?? 0) },
}

for (const [name, list] of Object.entries(ids)) {
  test(`${name}: equal to the last bit, in two configurations`, async () => {
    const db = newPath()
    const declared = benchmark({
      name: 'sizes',
      data: list.map((id, i) => ({ id, group: i % 2, size: (i * 7) / 3 })),
      version: '1',
      trials: 2,
      params: [{ times: 1 }, { times: 3 }],
      expected: item => item.group,
      task: (item, { times }, { trial }) => ({ prediction: trial % 2, size: item.size * times + trial }),
    })
    await using result = await run(declared, { db })
    await using store = await openStore(db, { mode: 'read' })
    await using reader = await openReader(db)
    const rows = await reader.rows({ run: result.runId })
    const named = metrics as unknown as Readonly<Record<string, Metric<never>>>
    for (const configuration of [1, 2]) {
      const own = rows.filter(row => row['params_times'] === (configuration === 1 ? 1 : 3))
      const estimated = await estimateConfiguration(store, {
        metrics: named,
        runId: result.runId,
        configuration,
        planned: own.length,
        columns: [],
        missing: new Set(),
        onFailed: assert.fail,
      })
      for (const [name, metric] of Object.entries(named))
        assert.deepEqual(estimated[name]?.whole, estimateMetric(name, metric, own), name)
      assert.deepEqual(
        estimated['accuracy']?.slices.map(([slice, { n }]) => [slice, n]),
        [0, 1].map(group => [`item_group=${group}`, own.filter(row => row['item_group'] === group).length]),
      )
    }
  })
}

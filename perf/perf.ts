// `npm run perf`: prints every figure of docs/performance.md, measured on this machine now.
import { cpus } from 'node:os'
import { canonicalComparisons } from './canonical.ts'
import { codeComparisons } from './code.ts'
import { commandComparisons } from './command.ts'
import { executorComparisons } from './executors.ts'
import { fairnessComparisons } from './fairness.ts'
import { ledgerComparisons } from './ledger.ts'
import { compareInTurn } from './measure.ts'
import { metricComparisons } from './metrics.ts'
import { runComparisons } from './runs.ts'
import { trackerComparisons } from './tracker.ts'

const rounds = 7

console.log(`Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model}; medians of ${rounds} interleaved rounds\n`)
console.log('| what | per second | ceiling, in the same run | time over the ceiling’s [least, most] | aim |')
console.log('|---|---|---|---|---|')
for (const comparison of [
  ...canonicalComparisons,
  ...codeComparisons,
  ...ledgerComparisons,
  ...runComparisons,
  ...trackerComparisons,
  ...fairnessComparisons,
  ...executorComparisons,
  ...commandComparisons,
  ...metricComparisons,
]) {
  const { figure, ratio, least, most } = await compareInTurn(comparison, rounds)
  const rate = `${Math.round(figure).toLocaleString('en-US')} ${comparison.unit}`
  console.log(
    `| ${comparison.name} | ${rate} | ${comparison.ceiling} | ${ratio.toFixed(2)} [${least.toFixed(2)}, ${most.toFixed(2)}] | ${comparison.aim} |`,
  )
}

// Looks item by item: which fell since the baseline, and which are flaky over the trials and runs of the candidate's code.
import { type Execution, type FlakyItem, type IsRight, fallenItems, flakyItems, rightBy } from '../../compare/right.ts'
import type { Definition } from '../../metrics/metric.ts'
import { openReader } from '../../tracker/reader.ts'
import type { ItemReport } from '../../report/gate.ts'
import type { Place, RunRow } from './gate-runs.ts'

type Row = Readonly<Record<string, unknown>>
type Wanted = (params: Row) => boolean

/** By the first of these metrics that is of right answers; `null` where there is none. */
export async function lookAtItems(
  metrics: Readonly<Record<string, Definition | null>>,
  candidate: Place,
  baseline: Place | null,
  wanted: Wanted,
): Promise<ItemReport | null> {
  const found = Object.entries(metrics).flatMap(([name, definition]) => {
    const isRight = definition === null ? null : rightBy(definition)
    return isRight === null ? [] : [{ name, isRight }]
  })[0]
  if (found === undefined) return null
  const now = await readRun(candidate, found.isRight, wanted)
  const before = baseline === null ? null : await readRun(baseline, found.isRight, wanted)
  const made = await readExecutions(candidate, found.isRight, wanted)
  const failed = await failedAttempts(candidate)
  const alone = now.size === 1 && before?.size === 1 ? [...before.values()][0] : undefined
  return {
    metric: found.name,
    floor: [...now].flatMap(([params, own]) =>
      fallenItems(before?.get(params) ?? alone ?? [], own).map(input_id => ({ params, input_id })),
    ),
    flaky: [...now.keys()].flatMap(params => {
      const flaky = flakyItems(made.get(params) ?? [])
      const known = new Set(flaky.map(({ input_id }) => input_id))
      const retried = (now.get(params) ?? []).filter(one => one.isRight && failed.has(keyOf(one)) && !known.has(one.inputId))
      const ids = [...new Set(retried.map(({ inputId }) => inputId))]
      return [...flaky, ...ids.map(id => steadyItem(id, made.get(params) ?? []))].map(item => ({ params, ...item }))
    }),
  }
}

/** Right in every execution, and in one only after an attempt that failed. */
function steadyItem(input_id: string, executions: readonly Execution[]): FlakyItem {
  const { length } = executions.filter(({ inputId }) => inputId === input_id)
  return { input_id, executions: length, right: length, flip_rate: 0, retried_until_green: true }
}

/** Executions that had an attempt which failed, by run and datapoint. */
async function failedAttempts({ db }: Place): Promise<Set<string>> {
  await using reader = await openReader(db, { table: 'attempts' })
  const keys = new Set<string>()
  for await (const { status, run_id, datapoint } of reader)
    if (status !== 'ok') keys.add(keyOf({ producedBy: String(run_id), datapoint: String(datapoint) }))
  return keys
}

function keyOf({ producedBy, datapoint }: Pick<Seen, 'producedBy' | 'datapoint'>): string {
  return `${producedBy}\0${datapoint}`
}

interface Seen extends Execution {
  readonly producedBy: string
}

/** By configuration. */
async function readRun({ db, run }: Place, isRight: IsRight, wanted: Wanted): Promise<Map<string, Seen[]>> {
  await using reader = await openReader(db)
  return await sorted(reader.select({ run: String(run['run_id']), params: wanted }), isRight)
}

/** Of all runs of the candidate's benchmark and code in its database: each execution once, in the order of the runs that made them. */
async function readExecutions({ db, run }: Place, isRight: IsRight, wanted: Wanted): Promise<Map<string, Seen[]>> {
  await using runs = await openReader(db, { table: 'runs' })
  const all = await runs.rows({ where: { benchmark: run['benchmark'], code: run['code'], deleted_at: null } })
  const order = new Map(all.map((one: RunRow, i) => [one['run_id'], i]))
  await using reader = await openReader(db)
  const rows = reader.select({ where: { benchmark: run['benchmark'] }, params: wanted })
  const ofCode = async function* () {
    for await (const row of rows) if (order.has(row['run_id'])) yield row
  }
  const found = await sorted(ofCode(), isRight)
  // What was made by a run that is not here came before those that are.
  const place = ({ producedBy }: Seen) => order.get(producedBy) ?? -1
  return new Map(
    [...found].map(([params, own]) => {
      const once = new Map(own.map(one => [`${one.inputId}\0${keyOf(one)}`, one]))
      return [params, [...once.values()].sort((a, b) => place(a) - place(b) || a.trial - b.trial)]
    }),
  )
}

async function sorted(rows: AsyncIterable<Row>, isRight: IsRight): Promise<Map<string, Seen[]>> {
  const found = new Map<string, Seen[]>()
  for await (const row of rows) {
    const right = isRight(row)
    if (right === null) continue
    const params = paramsText(row)
    const own = found.get(params) ?? []
    found.set(params, own)
    own.push({
      inputId: String(row['input_id']),
      trial: Number(row['trial'] ?? 0),
      datapoint: String(row['datapoint']),
      isRight: right,
      producedBy: String(row['produced_by'] ?? row['run_id']),
    })
  }
  return found
}

function paramsText(row: Row): string {
  return Object.entries(row)
    .filter(([key, value]) => key.startsWith('params_') && (value ?? null) !== null)
    .map(([key, value]) => `${key.slice('params_'.length)}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .sort()
    .join(',')
}

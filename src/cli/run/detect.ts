// What `assay plan --detect` says: the pilot of a benchmark, and the items and trials that would show a difference.
import { AssayError } from '../../base/errors.ts'
import { suggestion } from '../../base/nearest.ts'
import { openPilot } from '../../bench/plan/pilot.ts'
import { type Detection, detect } from '../../compare/detect.ts'
import { type Rows, metricFor } from '../../compare/rows.ts'
import { declarationOfRows } from '../../record/benchmark.ts'
import { type Input, UsageError } from '../command.ts'
import { wantedOptions } from './wanted.ts'

const hint = 'see `assay plan --help`'

/** `null` where it is not asked for. A `UsageError` for flags that do not fit, and where there is no pilot. */
export async function detectionOf(file: string, flags: Input['flags']): Promise<Detection | null> {
  const effect = numberOf(flags, 'detect')
  const given = numberOf(flags, 'margin')
  if (effect === null) {
    const lone = ['metric', 'margin'].find(name => flags[name] !== undefined)
    if (lone !== undefined) throw new UsageError(`The flag --${lone} of \`assay plan\` goes with --detect.`, hint)
    return null
  }
  const { params, ...options } = wantedOptions(flags)
  await using pilot = await openPilotOf(file, options)
  const metric = metricFor(pilot, nameOf(pilot, flags['metric'] as string | undefined))
  const margin = given ?? metric.metric.margin ?? null
  const rows = pilot.select(params === undefined ? {} : { params: (own: object) => hasAll(params, own) })
  const found = await detect(metric, rows as unknown as Rows<never>, { effect, margin })
  if (typeof found !== 'string') return found
  throw new UsageError(
    `There is no pilot to plan by: ${found}.`,
    `run some items of two configurations: assay run ${file} --limit 50`,
  )
}

async function openPilotOf(file: string, options: Parameters<typeof openPilot>[1]): ReturnType<typeof openPilot> {
  try {
    return await openPilot(file, options)
  } catch (error) {
    if (!(error instanceof AssayError) || !['file_not_found', 'run_not_found'].includes(error.code)) throw error
    const message = `There is no pilot to plan by: ${error.message.replace(/\.$/, '')}.`
    throw new UsageError(message, `run some items of two configurations: assay run ${file} --limit 50`)
  }
}

/** The one that is declared, where there is one. */
function nameOf(pilot: object, asked: string | undefined): string {
  const names = Object.keys(declarationOfRows(pilot)?.metrics ?? {})
  const [only] = names
  if (asked === undefined && only !== undefined && names.length === 1) return only
  if (asked !== undefined && names.includes(asked)) return asked
  const list = names.length === 0 ? 'the benchmark declares none' : `its metrics are ${names.join(', ')}`
  if (asked === undefined) throw new UsageError('The flag --detect needs --metric.', list)
  throw new UsageError(`There is no metric ${JSON.stringify(asked)}.${suggestion(asked, names)}`, list)
}

/** Whether params have one of the values that were typed for each key. */
function hasAll(wanted: Readonly<Record<string, readonly string[]>>, params: object): boolean {
  const own = params as Readonly<Record<string, unknown>>
  return Object.entries(wanted).every(([key, values]) => values.includes(String(own[key] ?? null)))
}

function numberOf(flags: Input['flags'], name: string): number | null {
  const text = flags[name]
  if (text === undefined) return null
  const value = typeof text === 'string' && text.trim() !== '' ? Number(text) : Number.NaN
  if (value > 0 && value < Number.POSITIVE_INFINITY) return value
  throw new UsageError(`The flag --${name} takes a number above 0, got ${JSON.stringify(text)}.`, 'for example --detect 0.02')
}

export function toJson({ pair, designs, ...rest }: Detection): object {
  const plans = designs.map(({ itemsWithinMargin, durationMs, costUsd, ...design }) => ({
    ...design,
    items_within_margin: itemsWithinMargin,
    duration_ms: durationMs,
    cost_usd: costUsd,
  }))
  return { ...rest, pair, designs: plans }
}

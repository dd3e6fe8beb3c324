// assay compare: whether one configuration, run or column of answers is better than another.
import { compareSlices } from '../../compare/slices.ts'
import { renderComparison } from '../../report/comparison.ts'
import { type Command, type Input, UsageError } from '../command.ts'
import { type Asked, sidesOfCsv } from './compare-csv.ts'
import { sidesOfRuns } from './compare-runs.ts'
import { toJson } from './compare-json.ts'

const hint = 'see `assay compare --help`'

export const command: Command = {
  about:
    'Compares a candidate with a baseline in one metric: better, worse, equivalent or inconclusive, with the interval, the test and why that one. A side is a run, params of a run (`model=franc,chars=16`), or a column of a CSV file',
  positionals: [
    { name: 'DB', about: 'the path of a database, or of a CSV file with a column of answers for each side' },
    { name: 'BASELINE', about: 'a run id, params as `key=value[,key=value]`, or a column of the CSV file' },
    { name: 'CANDIDATE', about: 'the same, for the side that the verdict is of' },
  ],
  flags: {
    metric: { kind: 'text', value: 'METRIC', about: 'a metric that the run declares; of a CSV file a kind (default accuracy)' },
    by: { kind: 'text', value: 'COLUMN', about: 'also compare the rows of each value of this column' },
    margin: { kind: 'text', value: 'X', about: 'how much worse still counts as no worse (default: as declared)' },
    'margin-ratio': { kind: 'text', value: 'X', about: 'the same, as a share of the baseline: 0.01' },
    level: { kind: 'text', value: 'X', about: 'confidence, above 0.5 and below 1 (default 0.95)' },
    run: { kind: 'text', value: 'RUN', about: 'the run whose params are compared (default: the newest that holds both)' },
    sequential: {
      kind: 'switch',
      about: 'also say what holds however often one looked, where the items are a random sample that grew (`run --sample`)',
    },
    expected: { kind: 'text', value: 'COLUMN', about: 'of a CSV file: the column of right answers' },
    id: { kind: 'text', value: 'COLUMN', about: 'of a CSV file: the column that names an item (default id)' },
    flips: { kind: 'count', value: 'N', about: 'how many flips to show (default 10)' },
  },
  example: 'assay compare assay.db model=franc model=eld --metric accuracy --by item_source',
  run: async input => {
    const { positionals, flags, width } = input
    const asked = askedOf(input)
    const [db = '', baseline = '', candidate = ''] = positionals
    const isCsv = db.toLowerCase().endsWith('.csv')
    checkFlags(flags, isCsv)
    const sliced = isCsv
      ? await sidesOfCsv(db, [baseline, candidate], asked, compareSlices)
      : await sidesOfRuns(db, [baseline, candidate], asked, compareSlices)
    const { flips = 10 } = flags as { readonly flips?: number }
    return { data: toJson(sliced), text: renderComparison(sliced, { flips, width }) }
  },
}

function askedOf({ flags }: Input): Asked {
  const { metric, by, run, expected, id } = flags as { readonly [flag: string]: string | undefined }
  const margin = numberOf(flags, 'margin')
  const marginRatio = numberOf(flags, 'margin-ratio')
  const level = numberOf(flags, 'level')
  if (margin !== undefined && marginRatio !== undefined)
    throw new UsageError('`assay compare` takes --margin or --margin-ratio, not both.', hint)
  if (level !== undefined && !(level > 0.5 && level < 1))
    throw new UsageError(`The flag --level takes a number above 0.5 and below 1, got ${level}.`, hint)
  const bounds = {
    ...(margin !== undefined && { margin }),
    ...(marginRatio !== undefined && { marginRatio }),
    ...(level !== undefined && { level }),
    ...(by !== undefined && { by }),
  }
  return { metric, run, expected, id, isSequential: flags['sequential'] === true, bounds }
}

function numberOf(flags: Input['flags'], name: string): number | undefined {
  const text = flags[name]
  if (text === undefined) return undefined
  const value = typeof text === 'string' && text.trim() !== '' ? Number(text) : Number.NaN
  if (value > 0 && value < Number.POSITIVE_INFINITY) return value
  throw new UsageError(`The flag --${name} takes a number above 0, got ${JSON.stringify(text)}.`, hint)
}

/** Flags that have no meaning for what is compared. */
function checkFlags(flags: Input['flags'], isCsv: boolean): void {
  const wrong = (isCsv ? ['run', 'sequential'] : ['expected', 'id']).find(name => flags[name] !== undefined)
  if (wrong !== undefined) throw new UsageError(`The flag --${wrong} goes with ${isCsv ? 'a database' : 'a CSV file'}.`, hint)
  const needed = isCsv ? 'expected' : 'metric'
  if (flags[needed] === undefined)
    throw new UsageError(`\`assay compare\` of ${isCsv ? 'a CSV file' : 'a database'} needs --${needed}.`, hint)
}

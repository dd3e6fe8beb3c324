// What no key of a datapoint holds, so that whoever asks why something executes also learns what never makes it.

/** What may change without anything executing again. */
export const notInKey = [
  'ids of items',
  'expected',
  'columns of items that `input` does not give',
  'scorers',
  'metrics',
  'limits',
  'environment variables',
  'answers of services',
  'the version of Node',
]

export function sayNotInKey(): string {
  return `Not in the key, so a change of it executes nothing: ${notInKey.join(', ')}.`
}

// Says in which parts two datapoints differ, part by part, in words and as data.
import { type CodeChange, type Described, changedCode } from './changed-code.ts'
import { changedParams } from './changed-params.ts'
import { shorten } from './shorten.ts'

/** The parts of a datapoint, in the order in which a difference is reported. */
export const changeable = ['name', 'code', 'files', 'train', 'input', 'params', 'trial'] as const
export type Part = (typeof changeable)[number]

/** One part that differs. */
export interface Difference {
  readonly part: Part
  /** Texts of name, input, params and trial; places of code and files; digests where nothing else is known. */
  readonly before: string
  readonly after: string
  /** One sentence; long texts are shortened. */
  readonly message: string
}

/** In the order of `changeable`; empty for equal parts. */
export function differencesOf(before: Described, after: Described): Difference[] {
  const differing = changeable.filter(part => before.parts[part] !== after.parts[part])
  // Files are among the places of the code; named once is enough.
  const hasCode = differing.includes('code')
  return differing.map(part => describe(part, before, after, hasCode))
}

function describe(part: Part, before: Described, after: Described, hasCode: boolean): Difference {
  const [from, to] = [String(before.parts[part]), String(after.parts[part])]
  switch (part) {
    case 'code':
      return { part, ...inWords('Code', changedCode(before, after)) }
    case 'files':
      if (hasCode) return { part, before: from, after: to, message: 'Files: others, or another content.' }
      return { part, ...inWords('Files', changedCode(before, after)) }
    case 'input':
      return { part, ...was('Input', before.inputText ?? from, after.inputText ?? to) }
    case 'params':
      return { part, before: from, after: to, message: `Params: ${changedParams(from, to)}.` }
    case 'train':
      return { part, before: from, after: to, message: 'Training items: others.' }
    case 'name':
      return { part, ...was('Name', from, to) }
    default:
      return { part, ...was('Trial', from, to) }
  }
}

function inWords(what: string, { before, after, words }: CodeChange): Omit<Difference, 'part'> {
  return { before, after, message: `${what}: ${words}.` }
}

function was(what: string, before: string, after: string): Omit<Difference, 'part'> {
  return { before, after, message: `${what}: was ${shorten(before)}, is ${shorten(after)}.` }
}

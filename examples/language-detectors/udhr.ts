// Paragraphs of the Universal Declaration of Human Rights: text that franc and tinyld were trained on.
import { readFileSync } from 'node:fs'
import { toLanguage } from './languages.ts'

export interface Sentence {
  readonly id: string
  readonly source: 'udhr' | 'typescript'
  /** ISO 639-1. */
  readonly language: string
  /** Which variety of the language: a translation of TypeScript, or a file of the package udhr. */
  readonly locale: string
  readonly text: string
}

/**
 * One declaration a language, by its file. The 12 languages of the TypeScript messages, others that every detector knows, and in
 * the last line some that one detector or another does not. Norwegian is Bokmål and called `no`, as detectors' `nb` and `nn` are.
 */
const files = `
  ces deu_1996 spa fra ita jpn kor pol por_BR rus tur cmn_hans
  arb bul dan ell_monotonic eng fin heb hin hun nld nob ron_2006 swe ukr vie
  afr azj_latn cat eus hrv isl mkd mar`
  .trim()
  .split(/\s+/)

/** All languages of the benchmark: the closed set. */
export const languages: readonly string[] = files.map(toLanguageOfFile)

/** In code units. A Chinese, Japanese or Korean character says more than a letter: one Chinese paragraph alone is as long as 100. */
const minimumLength = 100
const minimumLengthDense = 40
const dense = new Set(['ja', 'ko', 'zh'])

/** "Everyone has the right to" opens half the articles: cut short, they would be one question asked twenty times. */
const openingLength = 16

/** Up to `perLanguage` paragraphs of each language, evenly spaced over those that are long enough and open differently. */
export function udhrSentences(perLanguage: number): Sentence[] {
  return files.flatMap(file => {
    const language = toLanguageOfFile(file)
    const paragraphs = selectParagraphs(readParagraphs(file), dense.has(language) ? minimumLengthDense : minimumLength)
    return evenlySpaced(paragraphs, perLanguage).map((text, index) => ({
      id: `udhr-${language}-${String(index + 1).padStart(2, '0')}`,
      source: 'udhr' as const,
      language,
      locale: file,
      text,
    }))
  })
}

function toLanguageOfFile(file: string): string {
  return toLanguage(file.split('_')[0] ?? '') ?? ''
}

function selectParagraphs(paragraphs: readonly string[], minimum: number): readonly string[] {
  const byOpening = new Map<string, string>()
  for (const text of paragraphs) {
    const opening = text.slice(0, openingLength)
    if (text.length >= minimum && !byOpening.has(opening)) byOpening.set(opening, text)
  }
  return [...byOpening.values()]
}

function evenlySpaced<T>(values: readonly T[], count: number): readonly T[] {
  return values.filter(
    (_, index) => Math.floor((index * count) / values.length) !== Math.floor(((index - 1) * count) / values.length),
  )
}

function readParagraphs(file: string): readonly string[] {
  const html = readFileSync(new URL(`declaration/${file}.html`, import.meta.resolve('udhr')), 'utf8')
  return [...html.matchAll(/<p>(.*?)<\/p>/gs)].map(([, text = '']) =>
    decodeEntities(text).normalize('NFC').replace(/\s+/g, ' ').trim(),
  )
}

/** The package writes numeric entities only; a named one would be a new format, and is an error. */
function decodeEntities(html: string): string {
  return html.replace(/&(?:#x([\da-f]+)|#(\d+)|\w+);/gi, (entity, hex?: string, decimal?: string) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16))
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal))
    throw new Error(`expected numeric entities only, got ${entity}`)
  })
}

// Writes typescript-messages.jsonl: compiler messages in 13 translations, text that no detector is known to be trained on.
//
//   node examples/language-detectors/extract-messages.ts [path of an unpacked typescript@5.9.3]
//
// Without a path it asks npm for the package. Running it again gives the same bytes. TypeScript 7 no longer ships translations.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const release = 'typescript@5.9.3'
const perLocale = 200
const locales = ['cs', 'de', 'es', 'fr', 'it', 'ja', 'ko', 'pl', 'pt-br', 'ru', 'tr', 'zh-cn', 'zh-tw']
const output = new URL('typescript-messages.jsonl', import.meta.url)
/** As long as the shortest cut of the benchmark: two texts that open alike would be one question asked twice. */
const openingLength = 16
/** In code units. A Chinese or Korean character says about as much as two letters. */
const minimumLength = 20
const minimumLengthDense = 10
const dense = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

type Messages = ReadonlyMap<string, string>

const [path] = process.argv.slice(2)
const lines = path === undefined ? withPackage(toLines) : toLines(path)
writeFileSync(output, lines.map(line => `${JSON.stringify(line)}\n`).join(''))

function toLines(packagePath: string) {
  const translations = locales.map(locale => readMessages(packagePath, locale))
  const keys = selectKeys(translations)
  return translations.flatMap((messages, at) => {
    const locale = locales[at] ?? ''
    return keys.map((key, index) => ({
      id: `typescript-${locale}-${String(index + 1).padStart(4, '0')}`,
      text: messages.get(key) ?? '',
      // Detectors say `zh` for both scripts and `pt` for both countries; `locale` keeps the difference for a slice.
      language: locale.split('-')[0],
      locale,
    }))
  })
}

/** Evenly spaced over the sorted keys whose texts pass in every translation, so that the languages say the same things. */
function selectKeys(translations: readonly Messages[]): readonly string[] {
  const openings = translations.map(() => new Set<string>())
  const passing = [...(translations[0] ?? new Map<string, string>()).keys()].sort().filter(key => {
    const texts = translations.map(messages => messages.get(key) ?? '')
    const isNew = texts.every((text, at) => openings[at]?.has(text.slice(0, openingLength)) === false)
    // Texts that are equal in two locales were left in English, or say nothing about a language.
    if (!isNew || !texts.every(isProse) || new Set(texts).size < texts.length) return false
    for (const [at, text] of texts.entries()) openings[at]?.add(text.slice(0, openingLength))
    return true
  })
  if (passing.length < perLocale) throw new Error(`expected at least ${perLocale} usable messages, got ${passing.length}`)
  return Array.from({ length: perLocale }, (_, index) => passing[Math.floor((index * passing.length) / perLocale)] ?? '')
}

/** Long enough, and nothing left of a quotation or placeholder that did not come in a pair. */
function isProse(text: string): boolean {
  const minimum = dense.test(text) ? minimumLengthDense : minimumLength
  return text.length >= minimum && !/["„“”«»「」『』`{}]/u.test(text)
}

function readMessages(packagePath: string, locale: string): Messages {
  const file = join(packagePath, 'lib', locale, 'diagnosticMessages.generated.json')
  const messages = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
  return new Map(Object.entries(messages).map(([key, message]) => [key, toText(message)]))
}

/** Without placeholders and quoted identifiers, which are the same in every language. */
function toText(message: string): string {
  return message
    .normalize('NFC')
    .replace(/„[^„“”]*[“”]|“[^“”]*”|"[^"]*"|«[^«»]*»|「[^「」]*」|『[^『』]*』|`[^`]*`|‚[^‚‘]*‘|‘[^‘’]*’/gu, ' ')
    .replace(/(?<!\p{Script=Latin})'[^']*'/gu, ' ') // not the apostrophes of "l'opzione"
    .replace(/\{\d+\}/g, ' ')
    .replace(/[\s\u200b]+/gu, ' ')
    .replace(/\(\s*\)/g, '')
    .replace(/ +([.,;。、，])/gu, '$1')
    .replace(/^[\s.,;:。、，)-]+/u, '')
    .trim()
}

function withPackage<T>(use: (packagePath: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'typescript-messages-'))
  try {
    execFileSync('npm', ['pack', release, '--silent', '--pack-destination', folder])
    execFileSync('tar', ['-xzf', join(folder, 'typescript-5.9.3.tgz'), '-C', folder])
    return use(join(folder, 'package'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

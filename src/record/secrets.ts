// Knows what secrets look like, so that texts that are kept or leave the machine go without them.
import { isPlainObject, setKey } from '../base/keys.ts'

/** Keys of well-known shapes, by what they are called in messages. Each begins with a mark that its issuer gave it. */
const shapes: Readonly<Record<string, RegExp>> = {
  'private key': /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/g,
  JWT: /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/g,
  'bearer token': /\bBearer\s+[\w.~+/-]{16,}=*/gi,
  'API key': /(?<![A-Za-z0-9])(?:sk|pk|rk)[-_](?=[A-Za-z_-]*\d)[\w-]{16,}/g,
  'GitHub token': /\b(?:gh[oprsu]_[A-Za-z0-9]{20,}|github_pat_\w{20,})/g,
  'AWS key': /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  'Google key': /\bAIza[\w-]{35}/g,
  'Slack token': /\bxox[a-z]-[A-Za-z0-9-]{10,}/g,
  'Hugging Face token': /\bhf_[A-Za-z0-9]{30,}/g,
  // As `fetch` complains of a key that has a stray character in it.
  header: /(?<=\bHeaders\.\w+: \\?")(?!\[redacted: header\])[\s\S]*?(?=\\?" is an invalid header value)/g,
  'password in a URL': /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"'\\]*:[^\s/@"'\\]+@/gi,
}

/** What kinds of secrets a text holds, each once; empty for most texts. */
export function secretsIn(text: string): string[] {
  return Object.keys(shapes).filter(name => text.search(shapes[name] as RegExp) >= 0)
}

/** The text with `[redacted: what it was]`, or another mark, in the place of every secret. */
export function redactSecrets(text: string, mark: (kind: string, secret: string) => string = markOf): string {
  return Object.entries(shapes).reduce((rest, [kind, shape]) => rest.replaceAll(shape, secret => mark(kind, secret)), text)
}

function markOf(kind: string): string {
  return `[redacted: ${kind}]`
}

/** Headers whose values are secrets, whatever they look like. */
export const secretHeader = /^(?:proxy-)?authorization$|^(?:x-)?(?:goog-)?api-key$|^(?:set-)?cookie$/i

/** A copy without secrets in its texts, and without values of headers that carry them; of plain objects and lists, as deep as they go. */
export function withoutSecrets(value: unknown): unknown {
  if (typeof value === 'string') return redactSecrets(value)
  if (Array.isArray(value)) return value.map(withoutSecrets)
  if (!isPlainObject(value)) return value
  const copy = {}
  for (const [key, one] of Object.entries(value)) setKey(copy, key, secretHeader.test(key) ? '[redacted]' : withoutSecrets(one))
  return copy
}

const soundsSecret = 'key|token|secret|password|credential|auth'
const secretFlag = new RegExp(`^-.*(?:${soundsSecret})[^=]*$`, 'i')
const secretPair = new RegExp(`([-\\w.]*(?:${soundsSecret})[-\\w.]*=)[^,]*`, 'gi')
const looksSecret = /^(?:sk|pk|ghp|gho|xox[a-z]|AKIA)[-_A-Za-z0-9]{8,}|^[A-Za-z0-9+/_-]{40,}={0,2}$|:\/\/[^/\s]*:[^/\s]*@/

/** Words of a command line. Also without values of flags and params that sound secret, and whatever is long and random. */
export function redactWords(words: readonly string[]): string[] {
  return words.map((word, i) => {
    if (secretFlag.test(words[i - 1] ?? '') && !word.startsWith('-')) return '[redacted]'
    const [, name = '', value = ''] = /^([-\w.]+=)?(.*)$/s.exec(word) ?? []
    const isSecret = looksSecret.test(value) || secretsIn(value).length > 0
    return isSecret ? `${name}[redacted]` : word.replaceAll(secretPair, '$1[redacted]')
  })
}

// Makes any value safe to print: one line, no control characters, nothing that a terminal would obey.

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '\\0' }

/** Text in which control characters, escape sequences, line ends, direction marks and lone surrogates are written out. */
export function escapeText(text: string): string {
  // biome-ignore format: one class of characters
  return text.replaceAll(/[\u0000-\u001F\u007F-\u009F\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, character => {
    const code = character.charCodeAt(0)
    return named[character] ?? (code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`)
  })
}

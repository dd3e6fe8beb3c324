// Cuts texts to what fits into a sentence.

const longest = 60

/** The text on one line, or its beginning before `…`. */
export function shorten(text: string): string {
  const characters = Array.from(text.slice(0, 2 * longest))
  return characters.length <= longest && text.length <= 2 * longest ? text : `${characters.slice(0, longest - 1).join('')}…`
}

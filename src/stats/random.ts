// Seeded randomness, so that the same rows give the same interval in every database and on every machine.
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'

/** A stream of random numbers that is a function of its seed. */
export interface Random {
  /** The next integer, from 0 to `n` - 1 with equal probability; `RangeError` unless `n` is an integer from 1 to 2^32. */
  index(n: number): number
}

const WORD = 2 ** 32

/**
 * A new generator for this seed. Any string will do; seeds that differ in one character give unrelated streams, and the stream of a
 * seed is part of the contract: it never changes, since stored intervals are recomputed from it.
 *
 * The seed's 64-bit FNV-1a hash of its UTF-8 bytes starts splitmix64, whose first two outputs are the state of
 * xoroshiro128+. Its lower 32 bits are drawn. The hash scatters seeds; it is no protection against a chosen collision.
 *
 * Sources: Fowler, Noll and Vo's FNV-1a; Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014); Blackman
 * and Vigna, "Scrambled linear pseudorandom number generators" (2021).
 */
export function createRandom(seed: string): Random {
  const words = stateFromSeed(seed)
  const generator = xoroshiro128plusFromState(words)
  return {
    index(n) {
      if (!Number.isInteger(n) || n < 1 || n > WORD)
        throw new RangeError(`expected \`n\` to be an integer from 1 to 2^32, got ${n}`)
      // The high bits choose, as the lowest bit of xoroshiro128+ is the weak one; words past the last full bucket are drawn again,
      // because a remainder would favour the small indices.
      const bucket = Math.floor(WORD / n)
      let word = generator.next() >>> 0
      while (word >= bucket * n) word = generator.next() >>> 0
      return Math.floor(word / bucket)
    },
  }
}

/** Four 32-bit words in pure-rand's order: high and low half of the first 64-bit word, then of the second. */
function stateFromSeed(seed: string): readonly number[] {
  const hash = fnv1a(seed)
  const words = [splitmix(hash, 1n), splitmix(hash, 2n)]
  return words.flatMap(word => [Number(word >> 32n) | 0, Number(word & 0xffff_ffffn) | 0])
}

/** The 64-bit FNV-1a hash of a string's UTF-8 bytes. */
function fnv1a(text: string): bigint {
  let hash = 0xcbf2_9ce4_8422_2325n
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100_0000_01b3n)
  return hash
}

/** The `step`-th output of splitmix64 started at `start`; two in a row are never both 0, which xoroshiro could not leave. */
function splitmix(start: bigint, step: bigint): bigint {
  let z = BigInt.asUintN(64, start + step * 0x9e37_79b9_7f4a_7c15n)
  z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58_476d_1ce4_e5b9n)
  z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d0_49bb_1331_11ebn)
  return z ^ (z >> 31n)
}

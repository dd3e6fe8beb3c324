// Makes ids that people can say aloud and that never meet, in one database or in two that merge.
import { randomInt } from 'node:crypto'

const adjectives =
  'amber bold brave bright brisk calm clear clever coral crisp dawn deep early fair fast fine fresh gentle glad gold grand green ' +
  'happy keen kind late lively lucky mellow merry mild neat noble pale plain proud quick quiet rapid rare round royal sharp ' +
  'silent silver sleek small smart soft solid spry steady still strong sunny swift tidy vivid warm wide wild wise young'
const nouns =
  'acorn badger beaver birch bison brook canyon cedar cliff cloud comet crane creek dove dune eagle elm ember falcon fern finch ' +
  'fjord forest fox glade grove harbor hare hawk heron hill ibis island jay lake lark lynx maple marsh meadow moon moth oak ' +
  'orchid otter owl peak pine plover pond quail raven reef ridge river robin sparrow spruce stone stork swan tern trout wren'

/** A run's id: `calm-otter-x7k2q9`. Two words to remember it by, and 30 random bits that make it unique. */
export function createRunId(): string {
  return `${pick(adjectives.split(' '))}-${pick(nouns.split(' '))}-${suffix()}`
}

function pick(words: readonly string[]): string {
  return words[randomInt(words.length)] ?? ''
}

function suffix(): string {
  const letters = '0123456789abcdefghjkmnpqrstvwxyz'
  return Array.from({ length: 6 }, () => letters[randomInt(letters.length)]).join('')
}

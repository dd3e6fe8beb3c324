// What pages must mention, and what they mention that is not there. Each function gives problems, none when all is well.
import { existsSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { blocksOf, proseOf } from './blocks.ts'
import type { Page } from './pages.ts'

/** Names that no page has as a word of its code, in a block or between backticks. */
export function unmentioned(names: readonly string[], pages: readonly Page[]): string[] {
  const code = pages.flatMap(({ name, markdown }) => [
    ...blocksOf(name, markdown).map(({ text }) => text),
    ...[
      ...proseOf(name, markdown)
        .join('\n')
        .matchAll(/`([^`\n]+)`/g),
    ].map(match => match[1] ?? ''),
  ])
  const words = new Set(code.flatMap(text => text.match(/[A-Za-z_$][\w$]*/g) ?? []))
  return names.filter(name => !words.has(name)).map(name => `no page mentions \`${name}\``)
}

/** First cells of the rows of the first table under a heading, without backticks. */
export function tableKeys(markdown: string, heading: string): string[] {
  const section = markdown.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  const rows = section.split('\n').filter(line => line.startsWith('| '))
  return rows.slice(1).map(row => (row.split('|')[1] ?? '').trim().replaceAll('`', ''))
}

/** Relative links whose file or heading is not there. */
export function brokenLinks(page: Page, pages: readonly Page[], root: string): string[] {
  return proseOf(page.name, page.markdown).flatMap((line, i) =>
    [...line.replaceAll(/`[^`]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
      if (/^[a-z]+:/.test(target)) return []
      const [path = '', anchor] = target.split('#')
      const name = path === '' ? page.name : normalize(join(dirname(page.name), path))
      const where = `${page.name}:${i + 1} links to ${target}`
      const linked = pages.find(other => other.name === name)
      if (linked === undefined && !existsSync(join(root, name))) return [`${where}, which is not there`]
      if (anchor === undefined || linked === undefined || anchorsOf(linked).has(anchor)) return []
      return [`${where}, and ${name} has no such heading`]
    }),
  )
}

function anchorsOf({ name, markdown }: Page): Set<string> {
  const headings = proseOf(name, markdown).flatMap(line => /^#+ (.+)$/.exec(line)?.[1] ?? [])
  return new Set(
    headings.map(heading =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}

/** Files of the checkout named between backticks or in prose that are not there. Names with `<…>` or `*` stand for many; `(later)` is honest. */
export function missingFiles(page: Page, root: string): string[] {
  return proseOf(page.name, page.markdown).flatMap((line, i) => {
    if (line.includes('(later)')) return []
    const paths = line.match(/(?<![\w/.-])(?:src|test|docs|scripts|examples|perf|skills)\/[\w./<>*-]*[\w>*/]/g) ?? []
    const own = paths.filter(path => !/[<>*]/.test(path) && !existsSync(join(root, path)))
    return own.map(path => `${page.name}:${i + 1} names ${path}, which is not there`)
  })
}

/** Scripts of npm that pages tell the reader to run and that package.json does not have. */
export function missingScripts(page: Page, scripts: readonly string[]): string[] {
  const named = [...page.markdown.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(match => match[1] ?? '')
  return [...new Set(named)]
    .filter(name => !scripts.includes(name))
    .map(name => `${page.name} says \`npm run ${name}\`, which is not a script`)
}

/** What no page may say: paths and hosts of a machine. */
export function machineNames(page: Page): string[] {
  const found = page.markdown.match(/(?:\/(?:home|root|tmp|Users|work)\/[\w.-]+|registry\.[\w.-]+)/g) ?? []
  return found.map(name => `${page.name} names ${name}`)
}

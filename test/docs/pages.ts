// The pages that the tests hold: everything that a user or a contributor is told to read.
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export interface Page {
  /** Relative to the checkout. */
  readonly name: string
  readonly markdown: string
}

export const checkout = fileURLToPath(new URL('../../', import.meta.url))

export function readPages(): Page[] {
  const names = globSync(['*.md', 'docs/*.md', 'examples/**/README.md'], {
    cwd: checkout,
    exclude: path => path.includes('node_modules'),
  })
  return names.sort().map(name => ({ name, markdown: readFileSync(`${checkout}${name}`, 'utf8') }))
}

// The blocks that no test executes, each with the reason: set-up that needs a network or minutes, and drawings.
import { type Block, blocksOf } from './blocks.ts'
import type { Page } from './pages.ts'

interface Exception {
  /** The end of the page's name. */
  readonly page: string
  readonly language: string
  /** How the block begins; every one of that language where it is left out. */
  readonly begins?: string
  readonly reason: string
}

export const notRun: readonly Exception[] = [
  {
    page: 'README.md',
    language: 'sh',
    begins: 'npm ci && npm run demo',
    reason: 'installs packages; the demo itself is run by demo.test.ts',
  },
  { page: 'README.md', language: 'sh', begins: 'npm ci && npm test', reason: 'installs packages and runs these tests' },
  { page: 'README.md', language: 'sh', begins: 'npm pack', reason: 'installs packages; held by the tests of the package' },
  { page: 'docs/tutorial.md', language: 'sh', begins: 'npm pack', reason: 'installs packages; held by the tests of the package' },
  { page: 'examples/language-detectors/README.md', language: 'sh', begins: 'npm run demo', reason: 'run by demo.test.ts' },
  {
    page: 'examples/language-detectors/README.md',
    language: 'sh',
    begins: 'npm run -s assay -- show',
    reason: 'reads the database that the demo makes',
  },
  {
    page: 'examples/llm-prompts/README.md',
    language: 'sh',
    begins: 'export OPENAI_API_KEY',
    reason: 'needs a key and a network',
  },
  { page: 'CONTRIBUTING.md', language: 'sh', begins: 'npm ci', reason: 'installs packages and runs these tests' },
  { page: 'docs/design.md', language: '', reason: 'a drawing of the folders' },
]

export function exceptionFor({ page, language, text }: Block): Exception | undefined {
  return notRun.find(
    exception => exception.page === page && exception.language === language && text.startsWith(exception.begins ?? ''),
  )
}

/** Exceptions of pages that are there, for blocks that are not. */
export function unusedExceptions(pages: readonly Page[], exceptions: readonly Exception[] = notRun): string[] {
  return exceptions.flatMap(({ page: name, language, begins = '' }) => {
    const page = pages.find(one => one.name === name)
    const blocks = page === undefined ? [] : blocksOf(name, page.markdown)
    const isUsed = blocks.some(block => block.language === language && block.text.startsWith(begins))
    return isUsed ? [] : [`not-run.ts names a block that is not there: ${name}, ${language || 'a drawing'}, ${begins}`]
  })
}

// Does what a page says, block by block, in one project; says what went otherwise than the page shows.
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Block, blocksOf } from './blocks.ts'
import { mask } from './mask.ts'
import { exceptionFor } from './not-run.ts'
import { type Page, checkout } from './pages.ts'
import type { Project } from './project.ts'

/** What a page shows that is not so. */
export interface Problem {
  readonly where: string
  readonly message: string
}

export interface Executed {
  readonly problems: readonly Problem[]
  /** Blocks that show an output, with the output that there was. */
  readonly shown: readonly { readonly block: Block; readonly output: string }[]
  /** TypeScript to be type-checked, by file name. */
  readonly modules: ReadonlyMap<string, string>
}

export async function executePage({ name, markdown }: Page, project: Project): Promise<Executed> {
  const problems: Problem[] = []
  const shown: { block: Block; output: string }[] = []
  const modules = new Map<string, string>()
  const blocks = blocksOf(name, markdown)
  let printed: string | null = null
  if (name.startsWith('examples/')) copyExample(dirname(name), project)

  for (const [i, block] of blocks.entries()) {
    const problem = (message: string) => problems.push({ where: `${name}:${block.line}`, message })
    const before = blocks[i - 1]
    if (block.language === 'text') {
      // The output of a block that is not run is not compared here.
      if (before !== undefined && exceptionFor(before) !== undefined) continue
      if (printed === null) problem('shows an output of nothing: no executed block stands before it')
      else {
        shown.push({ block, output: printed })
        const difference = compare(block.text, printed)
        if (difference !== null) problem(difference)
      }
      printed = null
    } else if (exceptionFor(block) === undefined) {
      const result = await execute(block, project, modules)
      printed = typeof result === 'object' && result !== null ? result.output : null
      if (typeof result === 'string') problem(result)
      else if (result !== null && result.exit !== 0 && blocks[i + 1]?.language !== 'text')
        problem(`exits ${result.exit}, and the page does not show why:\n${result.output}`)
    }
  }
  return { problems, shown, modules }
}

/** An example's page stands beside its files; commands name them from the root of the checkout. */
function copyExample(folder: string, project: Project): void {
  cpSync(join(checkout, folder), join(project.folder, folder), { recursive: true, filter: path => !/\.db(?:-|$)/.test(path) })
}

/** What a block printed; `null` for one that only makes a file; a text for one that cannot be executed. */
async function execute(
  block: Block,
  project: Project,
  modules: Map<string, string>,
): Promise<{ output: string; exit: number | null } | string | null> {
  const { language, file, text, prelude } = block
  if (language === 'diff') return file === null ? 'names no file behind `diff`' : change(join(project.folder, file), text, note)
  if (file !== null) {
    note(file, text)
    return null
  }
  switch (language) {
    case 'sh':
      return project.run('sh', ['-c', text])
    case 'sql':
      return project.run('assay', ['sql', 'assay.db', text])
    case 'ts': {
      const module = `block-${block.line}.ts`
      note(module, prelude === null ? text : `${prelude}\n${text}`)
      return prelude === null ? project.run('node', [module]) : null
    }
    default:
      return `is of the language ${JSON.stringify(language)}, which no test executes; name it in not-run.ts, with the reason`
  }

  function note(name: string, content: string): void {
    writeFileSync(join(project.folder, name), `${content}\n`)
    if (!name.endsWith('.ts')) return
    modules.set(name, content)
    // What a later block changes is type-checked as it was, too.
    modules.set(name.replace(/\.ts$/, `.line-${block.line}.ts`), content)
  }
}

/** Applies a block of `-` and `+` lines to a file; the lines it takes away, with those around, must be there once. */
function change(path: string, text: string, note: (name: string, content: string) => void): string | null {
  const lines = text.split('\n')
  const side = (sign: string) =>
    lines
      .filter(line => line.startsWith(sign) || line.startsWith(' '))
      .map(line => line.slice(1))
      .join('\n')
  const before = readFileSync(path, 'utf8').trimEnd()
  const found = before.split(side('-')).length - 1
  if (found !== 1) return `takes away lines that the file holds ${found} times`
  note(
    path.slice(path.lastIndexOf('/') + 1),
    before.replace(side('-'), () => side('+')),
  )
  return null
}

function compare(expected: string, actual: string): string | null {
  const [left, right] = [mask(expected), mask(actual)]
  if (left === right) return null
  const rows = left.split('\n')
  const at = right.split('\n').findIndex((line, i) => line !== rows[i])
  const line = at === -1 ? right.split('\n').length : at
  return `shows another output. First at its line ${line + 1}:\n  shown  ${rows[line] ?? '(nothing)'}\n  now    ${right.split('\n')[line] ?? '(nothing)'}`
}

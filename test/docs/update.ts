// Writes the outputs that pages show anew: node --conditions=assay-source test/docs/update.ts [PAGE …]. Read the diff before committing.
import { writeFileSync } from 'node:fs'
import { executePage } from './execute.ts'
import { mask } from './mask.ts'
import { checkout, readPages } from './pages.ts'
import { createProject } from './project.ts'

const wanted = process.argv.slice(2)

for (const page of readPages().filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  using project = createProject()
  const { shown, problems } = await executePage(page, project)
  const lines = page.markdown.split('\n')
  // From the end, so that the line numbers of earlier blocks stay.
  for (const { block, output } of shown.toReversed()) {
    if (mask(block.text) !== mask(output)) lines.splice(block.line, block.end - 1 - block.line, ...output.split('\n'))
  }
  writeFileSync(`${checkout}${page.name}`, lines.join('\n'))
  for (const { where, message } of problems) if (!message.startsWith('shows another output')) console.log(`${where} ${message}`)
}

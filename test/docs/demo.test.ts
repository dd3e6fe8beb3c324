// The demo prints what the README and the example's page show, in a copy of the checkout, so that nobody's database is touched.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { blocksOf } from './blocks.ts'
import { checkout, readPages } from './pages.ts'

const run = promisify(execFile)

/** What pages show of the demo: the output behind a command that runs it. */
function shownOutputs(): { where: string; text: string }[] {
  return readPages().flatMap(({ name, markdown }) => {
    const blocks = blocksOf(name, markdown)
    const isDemo = (text = '') => /^(?:npm ci && )?npm run demo$/.test(text)
    return blocks
      .filter((block, i) => block.language === 'text' && isDemo(blocks[i - 1]?.text))
      .map(({ line, text }) => ({ where: `${name}:${line}`, text }))
  })
}

/** Accuracies repeat exactly, so nothing is masked. */
const trimmed = (text: string) => text.replaceAll(/ +$/gm, '')

test('npm run demo prints what the pages show', async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'assay-demo-')))
  try {
    for (const name of ['package.json', 'src', 'scripts', 'node_modules']) symlinkSync(join(checkout, name), join(folder, name))
    cpSync(join(checkout, 'examples'), join(folder, 'examples'), { recursive: true, filter: path => !/\.db(?:-|$)/.test(path) })
    const env = { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH']}` }
    const { stdout, stderr } = await run('npm', ['run', '-s', 'demo'], { cwd: folder, env })
    assert.match(stderr, /planned 33,000 · executed 33,000 · replayed 0 · failed 0 · skipped 0/)
    const shown = shownOutputs()
    assert.ok(
      shown.some(({ where }) => where.startsWith('README.md')),
      'the README shows no output of the demo',
    )
    for (const { where, text } of shown)
      assert.ok(trimmed(stdout).includes(trimmed(text)), `${where} shows another output than:\n${stdout}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

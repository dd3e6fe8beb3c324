// assay doctor [DB]: says whether this machine can run assay, and whether a database is sound.
import { accessSync, constants } from 'node:fs'
import { resolve } from 'node:path'
import { AssayError } from '../../base/errors.ts'
import { renderTable } from '../../report/table.ts'
import { openReader } from '../../tracker/reader.ts'
import type { Command } from '../command.ts'

interface Look {
  readonly name: string
  readonly ok: boolean
  readonly message: string
  readonly hint: string
}

const hints = {
  damaged: 'restore it from a copy of before',
  not_a_database: 'give the path of a file that assay made',
  not_assay: 'give the path of a file that assay made; this one was not touched',
} as const

export const command: Command = {
  about: 'Checks Node, SQLite and the working directory, and with --db whether a database is sound',
  positionals: [],
  flags: { db: { kind: 'text', value: 'PATH', about: 'a database to look at' } },
  example: 'assay doctor --db assay.db',
  run: async ({ flags, width }) => {
    const looks = [lookAtNode(), await lookAtSqlite(), lookAtFolder()]
    const db = flags['db'] as string | undefined
    if (db !== undefined) looks.push(await lookAtDatabase(db))
    const failures = looks.filter(({ ok }) => !ok).map(({ name, message, hint }) => ({ code: `doctor_${name}`, message, hint }))
    const lines = looks.map(({ name, ok, message }) => [ok ? 'ok' : 'no', name, message])
    return {
      data: { looks },
      text: renderTable([{ title: '' }, { title: 'looked at' }, { title: 'found' }], lines, width),
      failures,
    }
  },
}

function lookAtNode(): Look {
  const ok = Number(process.versions.node.split('.')[0]) >= 24
  return { name: 'node', ok, message: `Node ${process.versions.node}`, hint: 'install Node 24 or newer' }
}

async function lookAtSqlite(): Promise<Look> {
  const { DatabaseSync } = await import('node:sqlite')
  const database = new DatabaseSync(':memory:')
  const version = String(database.prepare('SELECT sqlite_version() AS version').get()?.['version'])
  database.close()
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  const ok = major > 3 || minor > 51 || (minor === 51 && patch >= 3)
  return {
    name: 'sqlite',
    ok,
    message: `SQLite ${version}`,
    hint: 'update Node 24 to its newest release: older SQLite can lose commits',
  }
}

function lookAtFolder(): Look {
  try {
    accessSync('.', constants.W_OK)
    return { name: 'folder', ok: true, message: `${resolve('.')} can be written`, hint: '' }
  } catch {
    return {
      name: 'folder',
      ok: false,
      message: `${resolve('.')} cannot be written`,
      hint: 'name a database elsewhere: --db PATH',
    }
  }
}

/** A file that is damaged or somebody else's is what was asked about; one that is not there is a wrong word. */
async function lookAtDatabase(db: string): Promise<Look> {
  try {
    return await checkDatabase(db)
  } catch (error) {
    if (!(error instanceof AssayError) || !(error.code in hints)) throw error
    return { name: 'database', ok: false, message: error.message, hint: hints[error.code as keyof typeof hints] }
  }
}

async function checkDatabase(db: string): Promise<Look> {
  await using reader = await openReader(db, { table: 'runs' })
  const found = (await reader.sql<{ integrity_check: string }>('PRAGMA integrity_check(5)')).map(row => row.integrity_check)
  const ok = found.join() === 'ok'
  const message = ok ? `${db} is sound` : `${db} is damaged: ${found.join('; ')}`
  return { name: 'database', ok, message, hint: hints.damaged }
}

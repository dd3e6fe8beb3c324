// What git says of the working directory, so that a run can be traced to the code that made it.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

export interface GitState {
  readonly commit: string
  readonly branch: string | null
  /** Tracked files differ from the commit. */
  readonly dirty: boolean
}

const run = promisify(execFile)

/** The state of a folder's repository, `null` where there is none, no commit yet, or no git. */
export async function gitState(folder = '.'): Promise<GitState | null> {
  try {
    // Without the optional lock, so that looking never stands in the way of somebody's commit.
    const words = ['--no-optional-locks', 'status', '--porcelain=v2', '--branch', '--untracked-files=no']
    const { stdout } = await run('git', words, { cwd: folder, timeout: 5_000, maxBuffer: 64 * 1024 * 1024 })
    const header = (name: string) => new RegExp(`^# branch\\.${name} (.*)$`, 'm').exec(stdout)?.[1]
    const commit = header('oid')
    if (commit === undefined || commit === '(initial)') return null
    const branch = header('head')
    return { commit, branch: branch === undefined || branch === '(detached)' ? null : branch, dirty: /^[12u] /m.test(stdout) }
  } catch {
    return null
  }
}

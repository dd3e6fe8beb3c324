// Ends the processes that a program started, all of them, at the latest when this process ends.

const groups = new Set<number>()

/** Remembers the group of a process that was started as its leader. */
export function watchGroup(leader: number): void {
  if (groups.size === 0) process.on('exit', killAll)
  groups.add(leader)
}

export function forgetGroup(leader: number): void {
  groups.delete(leader)
  if (groups.size === 0) process.off('exit', killAll)
}

/** A group that is gone already is what was wanted. */
export function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ESRCH' && code !== 'EPERM') throw error
  }
}

function killAll(): void {
  for (const leader of groups) signalGroup(leader, 'SIGKILL')
}

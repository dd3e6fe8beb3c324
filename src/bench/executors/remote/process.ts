// Starts a worker as a process of its own: the same Node with the same flags, and no part in signals from the terminal.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { forgetGroup, signalGroup, watchGroup } from '../../command/group.ts'
import { type StartTransport, WorkerError, workerFile } from './transport.ts'

/** How long it may take to end by itself. */
const patienceMs = 1_000

export const startProcess: StartTransport = receive => {
  const child = fork(workerFile, [], {
    execArgv: flagsOf(process.execArgv),
    serialization: 'advanced',
    detached: true,
    // What it prints is talk: stdout is the run's.
    stdio: ['ignore', 2, 2, 'ipc'],
  })
  const { pid } = child
  if (pid !== undefined) watchGroup(pid)
  const kill = () => {
    if (pid !== undefined) signalGroup(pid, 'SIGKILL')
  }
  child.on('message', receive)
  // A channel that broke while we wrote: how the process ended says more.
  child.on('error', () => {})
  const gone = pid === undefined ? once(child, 'error') : Promise.all([once(child, 'exit'), once(child, 'disconnect')])
  const ended = gone.then(() => {
    if (pid === undefined) return new WorkerError('its process could not be started')
    // What it started and left behind goes with it.
    kill()
    forgetGroup(pid)
    const { exitCode, signalCode } = child
    return new WorkerError(
      signalCode === null ? `its process ended with exit code ${exitCode}` : `its process was ended by ${signalCode}`,
    )
  })
  return {
    post: message => void child.send(message, () => {}),
    ended,
    kill,
    close: async () => {
      if (child.connected) child.disconnect()
      const timer = setTimeout(kill, patienceMs)
      await ended
      clearTimeout(timer)
    },
  }
}

/** The flags of this process, without those that say what it does itself. */
function flagsOf(flags: readonly string[]): string[] {
  const kept: string[] = []
  for (let i = 0; i < flags.length; i++) {
    const flag = flags[i] ?? ''
    if (/^(?:-e|--eval|-p|--print|-pe)$/.test(flag)) i++
    else if (!/^--(?:eval|print|input-type|test|watch|inspect|check|interactive)\b/.test(flag)) kept.push(flag)
  }
  return kept
}

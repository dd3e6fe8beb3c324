// Makes what executes the datapoints of a run, as it was chosen.
import type { Session } from '../execute/session.ts'
import type { Executor } from './executor.ts'
import { InlineExecutor } from './inline-executor.ts'
import { RemoteExecutor } from './remote/remote-executor.ts'

export function createExecutor(session: Session): Executor {
  const { executor } = session
  return executor.kind === 'inline' ? new InlineExecutor(session) : new RemoteExecutor(session, executor)
}

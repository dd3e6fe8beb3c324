// Hears when a task has ended, which its attempt does not wait for when its time is over.
import type { Declaration } from '../../declare/spec.ts'

/** The task, which calls `onOver` when it has ended, however it does: before anybody looks at what it returned. */
export function watchTask(task: Declaration['task'], onOver: () => void): Declaration['task'] {
  return (input, params, context) => {
    let returned: unknown
    try {
      returned = task(input, params, context)
    } catch (error) {
      onOver()
      throw error
    }
    if (typeof returned === 'object' && returned !== null && 'then' in returned)
      void Promise.resolve(returned).then(onOver, onOver)
    else onOver()
    return returned
  }
}

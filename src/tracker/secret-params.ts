// Warns of secrets in params, which are stored and shown without them.
import type { Findings } from '../base/findings.ts'
import type { FoundSecret } from '../record/secret-params.ts'

/** Each place is an example once, however many configurations hold a secret there. */
export function warnSecretParams(found: readonly FoundSecret[], findings: Findings): void {
  const message = 'params hold what looks like a secret; stored and shown are its kind and a digest of it in its place'
  const hint = 'leave it out of the params, and let the task read it from the environment'
  const places = new Map(found.map(one => [`${one.kind} ${one.param}`, one]))
  for (const { param, kind } of places.values())
    findings.add({ id: 'secret-in-params', severity: 'warning', message, hint }, { param, secret: kind })
}

// A server on loopback that answers each request as its path says: `/429:7,cut,ok` is busy first, then cuts the connection, then answers.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'

export interface UnreliableServer {
  readonly url: string
  /** Milliseconds of the server's own monotonic clock at which each request came, in order. */
  readonly arrivals: readonly number[]
  /** How many came for a path. */
  readonly countOf: (path: string) => number
}

/** Answers: `ok`, a status with or without `:SECONDS` of Retry-After, `hang`, `cut`, and `half`, which is cut off in the body. */
export async function startServer(t: TestContext): Promise<UnreliableServer> {
  const arrivals: number[] = []
  const counts = new Map<string, number>()
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    const count = counts.get(path) ?? 0
    arrivals.push(performance.now())
    counts.set(path, count + 1)
    const answers = path.split('/').at(-1)?.split(',') ?? []
    answer(answers[Math.min(count, answers.length - 1)] ?? 'ok', count + 1, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, arrivals, countOf: path => counts.get(path) ?? 0 }
}

function answer(how: string, count: number, response: ServerResponse): void {
  if (how === 'hang') return
  if (how === 'cut') return void response.destroy()
  const body = JSON.stringify({ count })
  if (how === 'half') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
    response.write(body.slice(0, 2), () => response.destroy())
    return
  }
  const [status = '', seconds] = how === 'ok' ? ['200'] : how.split(':')
  response.writeHead(Number(status), seconds === undefined ? {} : { 'retry-after': seconds }).end(body)
}

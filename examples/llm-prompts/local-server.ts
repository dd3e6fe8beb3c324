// The stand-in as a service: a server on this machine that speaks OpenAI's chat completions, streams, and is too busy now and then.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { type Asked, answerOf, tokensOf } from './stand-in.ts'

export interface LocalServer {
  /** What a client is given as the base of its addresses. */
  readonly url: string
  close(): void
}

interface Request {
  readonly model: string
  readonly messages: readonly { readonly role: string; readonly content: string }[]
}

/** On a free port of the loopback interface. It refuses every fourth question when it is asked for the first time. */
export async function startLocalServer(): Promise<LocalServer> {
  const asked = new Set<string>()
  const server = createServer((request, response) => void respond(request, response, asked))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError(`expected an address with a port, got ${address}`)
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function respond(request: IncomingMessage, response: ServerResponse, asked: Set<string>): Promise<void> {
  const { model, messages } = JSON.parse(await text(request)) as Request
  const contentOf = (role: string) => messages.find(message => message.role === role)?.content ?? ''
  const prompt = contentOf('user')
  const isNew = !asked.has(prompt)
  asked.add(prompt)
  if (isNew && prompt.length % 4 === 0) {
    response.writeHead(429, { 'content-type': 'application/json', 'retry-after-ms': '20' })
    response.end(JSON.stringify({ error: { message: 'too many requests', type: 'rate_limit', code: null } }))
    return
  }
  stream(response, { model, system: contentOf('system'), prompt })
}

/** Word by word, and the tokens at the end. https://platform.openai.com/docs/api-reference/chat-streaming */
function stream(response: ServerResponse, asked: Asked): void {
  const answer = answerOf(asked)
  const { input, output } = tokensOf(asked, answer)
  const send = (choices: readonly object[], usage?: object) => {
    const chunk = { id: 'local', object: 'chat.completion.chunk', created: 0, model: asked.model, choices, usage }
    response.write(`data: ${JSON.stringify(chunk)}\n\n`)
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (const content of answer.split(/(?<= )/)) send([{ index: 0, delta: { role: 'assistant', content } }])
  send([{ index: 0, delta: {}, finish_reason: 'stop' }])
  send([], { prompt_tokens: input, completion_tokens: output, total_tokens: input + output })
  response.end('data: [DONE]\n\n')
}

// A stand-in for OpenAI's Responses API on this machine: programs that call the service reach it through the address in their environment.
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'

/** A request as far as the stand-ins look at it. */
export interface Asked {
  readonly model: string
  readonly input: readonly { readonly role?: string; readonly type?: string; readonly content?: unknown }[]
  /** Whether an answer in JSON is wanted. */
  readonly isStructured: boolean
}

/** A text, a call of a tool, or both; or a status that is not 200. */
export interface Answer {
  readonly text?: string
  readonly call?: { readonly name: string; readonly arguments: object }
  readonly status?: number
}

export interface Service {
  readonly env: Readonly<Record<string, string>>
  readonly asked: readonly Asked[]
}

/** Every answer costs 100 tokens read and 10 written. */
export async function startOpenAi(t: TestContext, answer: (asked: Asked) => Answer): Promise<Service> {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const body = JSON.parse(await text(request)) as Asked & { readonly text?: { readonly format?: unknown } }
    const one = { model: body.model, input: body.input, isStructured: body.text?.format !== undefined }
    const given = answer(one)
    asked.push(one)
    const { status = 200 } = given
    response.writeHead(status, { 'content-type': 'application/json', 'retry-after-ms': '1' })
    const refusal = { error: { message: 'busy', type: 'rate_limit', code: null, param: null } }
    response.end(JSON.stringify(status === 200 ? responseOf(one, given, asked.length) : refusal))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as { readonly port: number }
  return { asked, env: { OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`, OPENAI_API_KEY: 'none' } }
}

/** https://platform.openai.com/docs/api-reference/responses/object */
function responseOf({ model }: Asked, { text, call }: Answer, count: number): object {
  const content = [{ type: 'output_text', text, annotations: [] }]
  const message = { type: 'message', id: `msg_${count}`, role: 'assistant', status: 'completed', content }
  const used = { type: 'function_call', id: `fc_${count}`, call_id: `call_${count}`, status: 'completed' }
  return {
    id: `resp_${count}`,
    object: 'response',
    created_at: 1768560502,
    status: 'completed',
    model,
    output: [
      ...(text === undefined ? [] : [message]),
      ...(call === undefined ? [] : [{ ...used, name: call.name, arguments: JSON.stringify(call.arguments) }]),
    ],
    usage: {
      input_tokens: 100,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: 10,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 110,
    },
  }
}

// 5. A multi-turn agent: transcript, tool calls, sandbox folder, several scores, pass@k over 5 trials, a timeout per datapoint. (`passAt` and `passAll` are not there yet.)
import { execFile } from 'node:child_process'
import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openai } from '@ai-sdk/openai'
import { asset, benchmark, grid, jsonl, mean, quantile, usage } from 'assay'
import { generateText, stepCountIs, tool } from 'ai'
import { z } from 'zod'

const exec = promisify(execFile)
const Issue = z.object({ id: z.string(), repository: z.string(), issue: z.string(), files: z.array(z.string()), difficulty: z.enum(['easy', 'hard']) })

export default benchmark({
  name: 'fix-issues',
  data: jsonl('issues.jsonl', Issue),
  input: ({ repository, issue }) => ({ repository, issue }),
  expected: item => item.files,
  params: grid({ model: ['gpt-5-mini', 'gpt-5'], steps: [20] }),
  trials: 5,
  task: async ({ repository, issue }, { model, steps }, context) => {
    const folder = await context.folder()               // empty, this attempt's own, gone afterwards
    await cp(repository, folder, { recursive: true })
    const tools = {
      read: tool({ inputSchema: z.object({ path: z.string() }), execute: ({ path }) => readFile(join(folder, path), 'utf8') }),
      write: tool({ inputSchema: z.object({ path: z.string(), text: z.string() }), execute: ({ path, text }) => writeFile(join(folder, path), text) }),
    }
    const run = await generateText({
      model: openai(model), prompt: issue, tools, stopWhen: stepCountIs(steps), abortSignal: context.signal, maxRetries: 0,
      onStepFinish: step => context.spend(usage(step)),  // adds up; ends the attempt at itemCostUsd; survives the timeout
    })
    const tests = await exec('npm', ['test'], { cwd: folder, signal: context.signal }).then(() => true, () => false)
    const { stdout: patch } = await exec('git', ['diff'], { cwd: folder })
    return {
      prediction: run.text, tests, patch,
      turns: run.steps.length,
      tool_calls: run.steps.flatMap(step => step.toolCalls.map(call => call.toolName)),
      transcript: asset(run.steps.map(step => ({ text: step.text, tools: step.toolCalls.map(call => call.toolName) }))),
    }
  },
  scores: {
    solved: ({ result }) => result.tests && result.patch !== '',
    touched: ({ result, expected }) => expected.filter(file => result.patch.includes(file)).length / expected.length,
    looped: ({ result }) => result.transcript.some((step, i, all) => step.text !== '' && step.text === all[i - 1]?.text),
  },
  metrics: {
    solved: mean('scores_solved', { by: 'item_difficulty' }),
    touched: mean('scores_touched'),
    turns: quantile('turns', 0.5, { better: 'lower' }),
    cost: mean('cost_usd'),
  },
  limits: { concurrency: 4, timeoutMs: 10 * 60_000, itemCostUsd: 1, maxCostUsd: 200 },
})

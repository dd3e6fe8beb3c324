// Checks what a command makes of a program's answers, its mistakes and its death, call by call.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { command } from '../../../src/bench/command/command.ts'
import { temporaryFolder } from '../../fixtures/folder.ts'
import { contextOf, gone, nodeProgram } from './programs.ts'

test('a program gets the question and its answer is the result', async t => {
  const task = command(nodeProgram(t, 'each(question => say({ call: question.call, result: question }))'))
  const context = { ...contextOf(), trial: 2, attempt: 3 }
  assert.deepEqual(await task('ä', { model: 'a' }, context), {
    call: 1,
    input: 'ä',
    params: { model: 'a' },
    trial: 2,
    attempt: 3,
  })
  assert.deepEqual(await task(undefined, { at: new Date(0) }, context), {
    call: 2,
    input: undefined,
    params: { at: new Date(0) },
    trial: 2,
    attempt: 3,
  })
})

test('calls one after the other keep one program; calls at once have one each', async t => {
  const task = command(nodeProgram(t, 'each(({ call }) => setTimeout(() => say({ call, result: process.pid }), 20))'))
  const ask = () => task(null, {}, contextOf())
  const one = await ask()
  assert.equal(await ask(), one)
  const three = await Promise.all([ask(), ask(), ask()])
  assert.equal(new Set(three).size, 3)
  assert.ok(three.includes(one))
  assert.ok(three.includes(await ask()))
})

test('an error of the program is thrown under its own name', async t => {
  const task = command(nodeProgram(t, "each(({ call }) => say({ call, error: { type: 'ValueError', message: 'no' } }))"))
  await assert.rejects(task(1, {}, contextOf()), { name: 'ValueError', message: 'no' })
})

test('a skip is left to the context, where it can skip', async t => {
  const task = command(nodeProgram(t, "each(({ call }) => say({ call, skip: 'too long' }))"))
  const skip = (reason: string): never => {
    throw new Error(`skipped: ${reason}`)
  }
  await assert.rejects(task(1, {}, { ...contextOf(), skip } as never), { message: 'skipped: too long' })
})

test('a program that dies is an error with how and its last words, and the next call starts another', async t => {
  const body = `each(({ call, input }) => {
    if (input === 'exit') { console.error('first\\nlast'); process.exit(3) }
    if (input === 'kill') process.kill(process.pid, 'SIGKILL')
    if (input === 'half') { process.stdout.write('{"call":' + call + ',"result":1}'); process.exit(0) }
    say({ call, result: call })
  })`
  const argv = nodeProgram(t, body)
  const task = command(argv)
  const ask = (input: string) => task(input, {}, contextOf())
  assert.equal(await ask('x'), 1)
  assert.equal(await ask('x'), 2)
  await assert.rejects(ask('exit'), {
    name: 'CommandError',
    message: /program\.mjs ended with exit code 3 before it answered\nfirst\nlast$/,
  })
  assert.equal(await ask('x'), 1)
  await assert.rejects(ask('kill'), { message: /program\.mjs was ended by SIGKILL before it answered$/ })
  await assert.rejects(ask('half'), {
    message: /ended with exit code 0 before it answered; its last line \(21 bytes\) has no end$/,
  })
})

test('a program that answers what was not asked is ended, and its answer is nobody’s', async t => {
  const body = `each(({ call, input }) => {
    if (input === 'twice') say({ call, result: 'early' })
    if (input === 'ahead') return say({ call: call + 1, result: 'wrong' })
    say({ call, result: process.pid })
  })`
  const task = command(nodeProgram(t, body))
  const ask = (input: string) => task(input, {}, contextOf())
  const first = Number(await ask('x'))
  await assert.rejects(ask('ahead'), {
    message: /wrote an answer to call 3 where call 2 was asked: \{"call":3,"result":"wrong"\}/,
  })
  await gone(first)
  const warned = new Promise<Error>(resolve => process.once('warning', resolve))
  assert.equal(await ask('twice'), 'early')
  assert.match((await warned).message, /wrote a line to stdout that is no answer: \{"call":1,/)
  assert.equal(typeof (await ask('x')), 'number')
})

test('Python’s NaN is said to be no JSON, instead of being waited for', async t => {
  const task = command(nodeProgram(t, `each(({ call }) => console.log('{"call": ' + call + ', "result": NaN}'))`))
  await assert.rejects(task(1, {}, contextOf()), {
    name: 'CommandError',
    message: /wrote no JSON \(.*\): \{"call": 1, "result": NaN\}$/,
  })
})

test('a result is what the schema makes of it, or an error that says what is wrong', async t => {
  const argv = nodeProgram(t, 'each(({ call, input }) => say({ call, result: input }))')
  const task = command(argv, { result: z.object({ label: z.string().toUpperCase(), probability: z.number() }) })
  assert.deepEqual(await task({ label: 'a', probability: 1 }, {}, contextOf()), { label: 'A', probability: 1 })
  await assert.rejects(task({ label: 'a', probability: '1' }, {}, contextOf()), {
    name: 'CommandError',
    message: /^the result of .*program\.mjs is not as expected: probability: Invalid input/,
  })
})

test('a program that cannot be started says why', async t => {
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, 'plain.sh'), '#!/bin/sh\n')
  writeFileSync(join(folder, 'stray.sh'), '#!/no/such/interpreter\n', { mode: 0o755 })
  const failures: readonly (readonly [program: string, message: RegExp])[] = [
    [
      'no-such-program',
      /^no-such-program cannot be started: there is no program `no-such-program` on the PATH; .* `\.\/no-such-program`$/,
    ],
    [
      './absent.sh',
      /^\.\/absent\.sh cannot be started: neither it nor what its first line names is there; the path begins at \//,
    ],
    ['./stray.sh', /neither it nor what its first line names is there/],
    ['./plain.sh', /cannot be started: it may not be executed; see its permissions/],
  ]
  for (const [program, message] of failures)
    await assert.rejects(command([program], { cwd: folder })(1, {}, contextOf()), { name: 'CommandError', message })
  const nowhere = command(['node'], { cwd: join(folder, 'absent') })
  await assert.rejects(nowhere(1, {}, contextOf()), { message: /cannot be started: there is no folder .*absent$/ })
})

test('the program starts in `cwd` and has `env` besides what it inherits', async t => {
  const body = "each(({ call }) => say({ call, result: [process.cwd(), process.env.COLOUR, 'PATH' in process.env] }))"
  const [program, script] = nodeProgram(t, body)
  const folder = temporaryFolder(t)
  const task = command([program, script], { cwd: pathToFileURL(`${folder}/`), env: { COLOUR: 'red' } })
  assert.deepEqual(await task(1, {}, contextOf()), [folder, 'red', true])
})

test('lines of 10 MB go both ways, also while the program is slow to read', async t => {
  const body = `let text = ''
  process.stdin.setEncoding('utf8').on('data', piece => {
    text += piece
    if (!text.endsWith('\\n')) { process.stdin.pause(); return void setImmediate(() => process.stdin.resume()) }
    const { call, input } = JSON.parse(text)
    text = ''
    console.error('x'.repeat(1_000_000))
    say({ call, result: input.toUpperCase() })
  })`
  const task = command(nodeProgram(t, body))
  const long = 'ä'.repeat(5_000_000)
  for (let i = 0; i < 2; i++) assert.ok((await task(long, {}, contextOf())) === long.toUpperCase())
})

test('what is not as expected is a TypeError at once', () => {
  const loose = command as (argv: unknown, options?: unknown) => unknown
  for (const argv of [undefined, 'python3 x.py', [], [''], ['a', 1], ['a\0']])
    assert.throws(() => loose(argv), /^TypeError: expected command\(\) to get a list of texts, a program and its arguments/)
  assert.throws(
    () => loose(['a'], { cdw: '.' }),
    /^TypeError: expected the options of command\(\), got `cdw`\. Did you mean `cwd`\?/,
  )
  assert.throws(() => loose(['a'], { cwd: 5 }), /^TypeError: expected `cwd` of command\(\)/)
  assert.throws(() => loose(['a'], { cwd: new URL('https://example.org') }), /^TypeError: expected `cwd` of command\(\)/)
  assert.throws(() => loose(['a'], { env: { A: 1 } }), /^TypeError: expected `env` of command\(\)/)
  assert.throws(() => loose(['a'], { result: {} }), /^TypeError: expected `result` of command\(\) to be a schema/)
  assert.throws(() => loose(['a'], { result: null }), /^TypeError: expected `result` of command\(\) to be a schema/)
  assert.throws(() => loose(['a'], []), /^TypeError: expected the options of command\(\) to be an object/)
})

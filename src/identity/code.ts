// The identity of code, as the rooms above use it: fine (what a task or a function reaches) and coarse (whole files).
export type { Site } from './code/call.ts'
export { caller, callers, placeOfFile } from './code/callers.ts'
export { codeIdentity } from './code/coarse.ts'
export type { CodeFinding } from './code/findings.ts'
export { functionCode } from './code/function-code.ts'
export type { Parts } from './code/parts.ts'
export { type Code, scorerCode, taskCode } from './code/task-code.ts'

// Stands for vitest, of which a program uses this much.
declare module 'vitest' {
  export function test(name: string, run: () => Promise<void>): void
  export function test(name: string, options: { timeout: number }, run: () => Promise<void>): void
  export function expect(value: unknown, message?: string): Expectation
  interface Expectation { toBe(value: unknown): void; toBeGreaterThan(value: number): void; readonly not: Expectation }
}

import { expect, it } from 'vitest'
import { runChecks } from '../../electron/app/self-test/checks.ts'

it('prints one line per check and passes when all do', async () => {
  const lines: string[] = []
  const checks = [
    { name: 'a', run: async () => 'seen' },
    { name: 'long name', run: async () => 'seen too' },
  ]
  expect(await runChecks(checks, (line) => lines.push(line), 1000)).toBe(true)
  expect(lines).toEqual([
    expect.stringMatching(/^ok {6}a {10}seen {2}\(\d+ ms\)$/),
    expect.stringMatching(/^ok {6}long name {2}seen too {2}\(\d+ ms\)$/),
    '2 checks passed',
  ])
})

it('goes on after a check that failed, names why to the last cause, and fails', async () => {
  const lines: string[] = []
  const checks = [
    {
      name: 'a',
      run: async () => {
        throw new Error('no database', { cause: new Error('GLIBC_2.34 not found') })
      },
    },
    {
      name: 'b',
      run: () => {
        throw new Error('thrown at once')
      },
    },
    { name: 'c', run: async () => 'fine' },
  ]
  expect(await runChecks(checks, (line) => lines.push(line), 1000)).toBe(false)
  expect(lines[0]).toMatch(/^FAILED {2}a {2}no database \(GLIBC_2\.34 not found\)/)
  expect(lines[1]).toMatch(/^FAILED {2}b {2}thrown at once/)
  expect(lines[2]).toMatch(/^ok/)
  expect(lines.at(-1)).toBe('2 of 3 checks failed')
})

it('does not wait for ever for a check that hangs', async () => {
  const lines: string[] = []
  const checks = [{ name: 'a', run: () => new Promise<string>(() => undefined) }]
  expect(await runChecks(checks, (line) => lines.push(line), 10)).toBe(false)
  expect(lines[0]).toMatch(/no end after 0\.01 s/)
})

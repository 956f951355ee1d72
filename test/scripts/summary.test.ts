import { describe, expect, it } from 'vitest'
import type { StepResult } from '../../scripts/test/steps.ts'
import { summary } from '../../scripts/test/summary.ts'

const lint: StepResult = { name: 'lint', seconds: 0.4, passed: 1, failed: [], unsteady: [], skipped: [] }

describe('the summary of npm test', () => {
  it('ends with the totals over all steps, alone on the last line', () => {
    const unit: StepResult = { ...lint, name: 'unit', passed: 40, failed: ['a.test.ts › breaks'] }
    expect(summary([lint, unit]).at(-1)).toBe('41 passed, 1 failed')
  })

  it('names every failure', () => {
    const text = summary([{ ...lint, passed: 0, failed: ['lint: ended with code 1'] }]).join('\n')
    expect(text).toContain('lint: ended with code 1')
    expect(text).toContain('✗ lint')
  })

  it('names every test that passed only when tried again', () => {
    const text = summary([{ ...lint, unsteady: ['tray.test.ts › clicks: no icon'] }]).join('\n')
    expect(text).toContain('Passed only when tried again:\n  tray.test.ts › clicks: no icon')
  })

  it('names every skipped test with its reason, or says that it has none', () => {
    const skipped = [
      { title: 'power.test.ts › sleeps', reason: 'no power supply here' },
      { title: 'tray.test.ts › clicks', reason: null },
    ]
    const text = summary([{ ...lint, skipped }]).join('\n')
    expect(text).toContain('sleeps: no power supply here')
    expect(text).toContain('clicks: no reason given')
  })
})

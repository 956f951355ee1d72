import type { StepResult } from './steps.ts'

/**
 * The end of `npm test`: what failed, what was skipped and why, one line per step, and the totals as the last line.
 * Checks (lint, types, unused exports, build) count one each.
 */
export function summary(steps: readonly StepResult[]): string[] {
  const passed = steps.reduce((sum, step) => sum + step.passed, 0)
  const failed = steps.flatMap((step) => step.failed)
  const unsteady = steps.flatMap((step) => step.unsteady)
  const skipped = steps.flatMap((step) => step.skipped)
  const width = Math.max(...steps.map((step) => step.name.length))
  return [
    ...section('Failed', failed),
    ...section('Passed only when tried again', unsteady),
    ...section(
      'Skipped',
      skipped.map(({ title, reason }) => `${title}: ${reason ?? 'no reason given'}`),
    ),
    '',
    ...steps.map(
      (step) =>
        `${step.failed.length === 0 ? '✓' : '✗'} ${step.name.padEnd(width)}  ${counts(step)}  ${step.seconds.toFixed(1)} s`,
    ),
    '',
    `${passed} passed, ${failed.length} failed`,
  ]
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${line}`)]
}

function counts(step: StepResult): string {
  const parts = [`${step.passed} passed`]
  if (step.failed.length > 0) parts.push(`${step.failed.length} failed`)
  if (step.skipped.length > 0) parts.push(`${step.skipped.length} skipped`)
  return parts.join(', ')
}

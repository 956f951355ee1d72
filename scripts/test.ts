/**
 * npm test [-- STEP…]: everything there is to check, in this order: lint, types, unused,
 * promises, unit, terminal, build, packaging, window. Every step runs even when an earlier
 * one failed; the last line is `N passed, N failed`, the exit code tells the same.
 */
import { ensureChromium, installCommand } from './chromium/install-chromium.ts'
import { check, notRun, type StepResult, tests } from './test/steps.ts'
import { summary } from './test/summary.ts'

/** Costs next to nothing, and a number that falls this far tells that something big came without tests. */
const coverage = ['--coverage', '--coverage.reporter=text-summary', '--coverage.thresholds.lines=60']

const steps: Record<string, (done: readonly StepResult[]) => Promise<StepResult>> = {
  lint: () => check('lint', 'biome', ['check', '.', '--error-on-warnings']),
  types: () => check('types', 'scripts/check-types.ts', []),
  unused: () => check('unused exports', 'knip', []),
  promises: () => check('every promise has a test', 'scripts/promises.ts', []),
  unit: () => tests('unit and integration', ['--project', 'unit', ...coverage]),
  terminal: () => tests('terminal', ['--project', 'terminal']),
  build: () => check('build', 'scripts/build.ts', []),
  packaging: async (done) => {
    const name = 'packaging'
    return isUnbuilt(done) ? notRun(name, 'the build failed') : tests(name, ['--project', 'packaging'])
  },
  window: async (done) => {
    const name = 'window and end to end'
    if (isUnbuilt(done)) return notRun(name, 'the build failed')
    if (ensureChromium((line) => console.log(line)) === null)
      return notRun(name, `there is no Chromium here; install one with: ${installCommand()}`)
    // Whatever project there is besides: a new one cannot be forgotten.
    return tests(name, ['--project', '!unit', '--project', '!terminal', '--project', '!packaging'])
  },
}

function isUnbuilt(done: readonly StepResult[]): boolean {
  return done.some((step) => step.name === 'build' && step.failed.length > 0)
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in steps))
if (unknown.length > 0) {
  console.error(`There is no step ${unknown.join(', ')}. Steps: ${Object.keys(steps).join(', ')}.`)
  process.exit(2)
}

const done: StepResult[] = []
for (const [name, step] of Object.entries(steps)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  console.log(`\n── ${name} ${'─'.repeat(60 - name.length)}`)
  done.push(await step(done))
}
console.log(summary(done).join('\n'))
process.exitCode = done.some((step) => step.failed.length > 0) ? 1 : 0

import { writeFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import type { Reporter, SerializedError, TestModule } from 'vitest/node'

/** Of each error that is repeated at the end. */
const reasonLines = 14

/** What one run of Vitest amounts to. */
export interface TestResults {
  passed: number
  /** Failed tests, files that did not load, and errors outside any test, each with its message. */
  failed: string[]
  /** Passed only when tried again, with what went wrong at first: to be mended, and therefore told. */
  unsteady: string[]
  skipped: { title: string; reason: string | null }[]
}

/** Writes the results of a run as JSON to the file named by `STEVEDORE_TEST_RESULTS`. */
class ResultsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const path = process.env.STEVEDORE_TEST_RESULTS
    if (path !== undefined) writeFileSync(path, JSON.stringify(collectResults(modules, unhandledErrors)))
  }
}

function collectResults(
  modules: readonly TestModule[],
  unhandledErrors: readonly SerializedError[],
): TestResults {
  const results: TestResults = { passed: 0, failed: [], unsteady: [], skipped: [] }
  for (const module of modules) {
    for (const test of module.children.allTests()) {
      const title = `${module.relativeModuleId} › ${test.fullName}`
      const result = test.result()
      if (result.state === 'passed') {
        results.passed += 1
        if (test.diagnostic()?.flaky) results.unsteady.push(withReasons(title, result.errors))
      } else if (result.state === 'skipped') results.skipped.push({ title, reason: result.note ?? null })
      else results.failed.push(withReasons(title, result.errors))
    }
    // A file that does not load, or whose hooks fail, may have no failed test of its own.
    for (const error of module.errors()) results.failed.push(`${module.relativeModuleId}: ${error.message}`)
    for (const suite of module.children.allSuites())
      for (const error of suite.errors())
        results.failed.push(`${module.relativeModuleId} › ${suite.fullName}: ${error.message}`)
  }
  for (const error of unhandledErrors) results.failed.push(`outside any test: ${error.message}`)
  return results
}

/** The title with the start of each error, so that the end of a long log tells what went wrong. */
function withReasons(title: string, errors: readonly SerializedError[] = []): string {
  const reasons = errors.map(({ message, diff, stacks }) => {
    const place = stacks?.[0]
    return [place && `at ${place.file}:${place.line}`, message, diff]
      .filter((text) => text)
      .map((text) => stripVTControlCharacters(String(text)))
      .join('\n')
      .split('\n')
      .slice(0, reasonLines)
      .join('\n    ')
  })
  return [title, ...reasons].join('\n    ')
}

// biome-ignore lint/style/noDefaultExport: Vitest loads a reporter by its default export
export default ResultsReporter

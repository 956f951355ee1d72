/** One thing that must work on this machine. */
export interface Check {
  name: string
  /** Answers what was seen, in a few words; throws what is wrong. */
  run(): Promise<string>
}

/**
 * Runs every check, also after one has failed, and prints one line for each. True when all passed. A check that does not
 * come to an end within `limitMs` has failed.
 */
export async function runChecks(
  checks: readonly Check[],
  print: (line: string) => void,
  limitMs: number,
): Promise<boolean> {
  const width = Math.max(...checks.map(({ name }) => name.length))
  let failed = 0
  for (const { name, run } of checks) {
    const startedAt = performance.now()
    const { mark, text } = await limited(run, limitMs).then(
      (seen) => ({ mark: 'ok    ', text: seen }),
      (error: unknown) => ({ mark: 'FAILED', text: reasonOf(error) }),
    )
    if (mark === 'FAILED') failed += 1
    print(`${mark}  ${name.padEnd(width)}  ${text}  (${Math.round(performance.now() - startedAt)} ms)`)
  }
  print(failed === 0 ? `${checks.length} checks passed` : `${failed} of ${checks.length} checks failed`)
  return failed === 0
}

function limited(run: () => Promise<string>, limitMs: number): Promise<string> {
  let timer: NodeJS.Timeout
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${limitMs / 1000} s`)), limitMs)
  })
  // A check may also throw before it answers a promise.
  return Promise.race([Promise.resolve().then(run), limit]).finally(() => clearTimeout(timer))
}

/** The chain of causes in one line: the last one is what to look at. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const own = error.message.replaceAll(/\s+/g, ' ')
  return error.cause === undefined ? own : `${own} (${reasonOf(error.cause)})`
}

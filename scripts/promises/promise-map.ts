/** A promise of `docs/promises.md` and the titles of the tests that prove it. */
export interface PromiseEntry {
  /** `R1` … `R24`. */
  id: string
  text: string
  tests: { file: string; title: string }[]
}

export interface PromiseMap {
  promises: PromiseEntry[]
  /** What must not be: promises without a test, and tests that name a promise there is none of. */
  problems: string[]
}

/** A row of the table: `| R7  | Part size is … |`. */
const row = /^\|\s*(R\d+)\s*\|\s*(.+?)\s*\|$/gm
/** A string that ends a title with the promises it proves: `'… is refused (R7, R8)'`, also in the middle of a title. */
const title = /(['"`])((?:(?!\1|\n).)*?\((R\d+(?:, R\d+)*)\)(?:(?!\1|\n).)*)\1/g

/** `markdown`: the list of promises; `files`: path → text of every test file. */
export function mapPromises(markdown: string, files: ReadonlyMap<string, string>): PromiseMap {
  const promises = [...markdown.matchAll(row)].map(
    ([, id = '', text = '']): PromiseEntry => ({
      id,
      text,
      tests: [],
    }),
  )
  const problems = promises.length === 0 ? ['There is no table of promises.'] : []
  const byId = new Map(promises.map((promise) => [promise.id, promise]))
  for (const [file, text] of files) {
    for (const [, , words = '', ids = ''] of text.matchAll(title)) {
      for (const id of ids.split(', ')) {
        const promise = byId.get(id)
        if (promise) promise.tests.push({ file, title: words })
        else problems.push(`${file} names ${id}, which is no promise: “${words}”`)
      }
    }
  }
  for (const { id, text, tests } of promises) {
    if (tests.length === 0) problems.push(`${id} has no test: ${text}`)
  }
  return { promises, problems }
}

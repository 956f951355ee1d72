/**
 * npm run promises: which tests prove R1–R24 of `docs/promises.md`. Part of `npm test`, where it fails when a promise has
 * no test.
 */
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { mapPromises } from './promises/promise-map.ts'

const root = dirname(import.meta.dirname)
const files = globSync('test/**/*.test.{ts,tsx}', { cwd: root }).sort()
const { promises, problems } = mapPromises(
  readFileSync(join(root, 'docs', 'promises.md'), 'utf8'),
  new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')])),
)

for (const { id, text, tests } of promises) {
  console.log(`\n${id}  ${text}`)
  for (const { file, title } of tests) console.log(`     ${file} › ${title}`)
}
const proofs = promises.reduce((sum, { tests }) => sum + tests.length, 0)
console.log(`\n${promises.length} promises, ${proofs} proofs, ${problems.length} problems`)
for (const problem of problems) console.error(`  ${problem}`)
process.exitCode = problems.length > 0 ? 1 : 0

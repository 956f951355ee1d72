/** Builds main process, preload and window into `out/`, only when a source has changed since the last build. */
import { buildWhenChanged } from './build/build-when-changed.ts'

await buildWhenChanged((line) => console.error(line)).catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 1
})

/** Checks every world with its own globals: `window` in the engine or `node:fs` in a component does not compile. */
import { spawnSync } from 'node:child_process'

const worlds = ['shared', 'electron', 'electron/tsconfig.preload.json', 'renderer', 'scripts', 'test']

let failed = 0
for (const world of worlds) {
  const { status } = spawnSync('tsc', ['--noEmit', '-p', world], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0) failed += 1
}
if (failed > 0) {
  console.error(`types: ${failed} of ${worlds.length} projects have errors`)
  process.exit(1)
}
console.log(`types: ${worlds.length} projects checked`)

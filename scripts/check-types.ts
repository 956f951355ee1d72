/** Checks every world with its own globals: `window` in the engine or `node:fs` in a component does not compile. */
import { spawn } from 'node:child_process'
import { dirname } from 'node:path'
import { programFile } from './setup/program-file.mjs'

const root = dirname(import.meta.dirname)
const worlds = ['shared', 'electron', 'electron/tsconfig.preload.json', 'renderer', 'scripts', 'test']
const tsc = programFile(root, 'tsc')
if (tsc === null) throw new Error('typescript is not installed')

const results = await Promise.all(worlds.map((world) => check(tsc, world)))
for (const { output } of results) process.stdout.write(output)
const failed = results.filter((result) => !result.ok).length
if (failed > 0) {
  console.error(`types: ${failed} of ${worlds.length} projects have errors`)
  process.exitCode = 1
} else {
  console.log(`types: ${worlds.length} projects checked`)
}

/** Output is held back until the end, so that the projects, checked side by side, do not mix their lines. */
function check(compiler: string, world: string): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [compiler, '--noEmit', '--pretty', '-p', world], { cwd: root })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    child.once('error', reject)
    child.once('close', (code) => resolve({ ok: code === 0, output }))
  })
}

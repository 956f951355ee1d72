import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { programFile } from '../setup/program-file.mjs'
import { withSetupLock } from '../setup/setup-lock.mjs'
import { sourcesFingerprint } from './sources.ts'

const root = dirname(dirname(import.meta.dirname))
const worlds = ['main', 'preload', 'renderer']

/**
 * Builds the three worlds side by side unless `out/` already holds a build of exactly these sources.
 * Two commands at once share one build. Throws with the compiler's output when a world does not build.
 */
export async function buildWhenChanged(tell: (line: string) => void): Promise<void> {
  const stamp = join(root, 'out', '.sources')
  if (readStamp(stamp) === sourcesFingerprint(root)) return
  await withSetupLock(
    join(root, '.cache', 'build.lock'),
    () => tell('Another command is building; waiting for it …'),
    async () => {
      const fingerprint = sourcesFingerprint(root)
      if (readStamp(stamp) === fingerprint) return
      // Gone first: a build that dies half-way must not count as one.
      rmSync(stamp, { force: true })
      const startedAt = Date.now()
      tell('Building …')
      await Promise.all(worlds.map(build))
      mkdirSync(dirname(stamp), { recursive: true })
      writeFileSync(stamp, fingerprint)
      tell(`Built in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`)
    },
  )
}

function readStamp(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

function build(world: string): Promise<void> {
  const vite = programFile(root, 'vite')
  if (vite === null) throw new Error('vite is not installed: run npm ci')
  const args = [vite, 'build', '--config', `vite.${world}.config.ts`, '--logLevel', 'warn']
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    }
    child.once('error', reject)
    child.once('close', (code) => {
      if (code !== 0) return reject(new Error(`The ${world} build failed.\n${output}`))
      if (output.trim() !== '') process.stderr.write(output)
      resolve()
    })
  })
}

import { spawn } from 'node:child_process'

/**
 * Runs a program to its end and answers what it printed. Rejects with its errors when it fails. `input` null keeps
 * standard input closed.
 */
export function runProgram(
  file: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ output: string; errors: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
    let output = ''
    let errors = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text
    })
    child.once('error', reject)
    child.once('close', (code, signal) => {
      if (code === 0) resolve({ output, errors })
      else reject(new Error(`${file} ended with ${code ?? signal}: ${errors.trim() || output.trim()}`))
    })
  })
}

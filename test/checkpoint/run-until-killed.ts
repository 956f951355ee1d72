import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'

/** Runs a program of this folder on a checkpoint and kills it as soon as it has said a number, which is the answer. */
export async function runUntilKilled(program: string, file: string): Promise<number> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, program), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  let said = 0
  for await (const line of createInterface(child.stdout)) {
    said = Number(line)
    child.kill('SIGKILL')
  }
  await exited
  return said
}

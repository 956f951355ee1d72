import { type ChildProcess, spawn } from 'node:child_process'
import { basename } from 'node:path'
import { readCredentialJson } from '../../shared/credential-json.ts'
import type { UploadError } from '../../shared/upload-error.ts'
import type { Credentials } from '../oss/credentials.ts'
import { credentialError, unusable } from './credential-error.ts'
import { splitCommand } from './split-command.ts'

const limitMs = 25_000
const maxBytes = 256 * 1024

/**
 * Runs a program that prints credentials as JSON on standard output. Without a shell, so nothing in the line is expanded;
 * ended with everything it started when the signal aborts, when it takes longer than 25 s or prints too much. What it
 * prints on standard error is not kept: it could hold secrets. Throws `UploadError` (class `auth`).
 */
export async function runCredentialCommand(
  command: string,
  signal: AbortSignal,
  timeoutMs = limitMs,
): Promise<Credentials> {
  const { program, args } = checkCommand(command)
  const name = basename(program)
  const read = readCredentialJson(await run(program, args, { name, signal, timeoutMs }))
  if ('problem' in read) throw unusable(name, read)
  return read.credentials
}

/** Takes the line apart. Throws `UploadError` when there is no program in it or a quote is not closed. */
export function checkCommand(command: string): { program: string; args: string[] } {
  const [program, ...args] = splitCommand(command) ?? []
  if (program !== undefined) return { program, args }
  throw credentialError('CredentialCommandInvalid', 'The command is empty, or a quote in it is not closed.')
}

interface RunOptions {
  name: string
  signal: AbortSignal
  timeoutMs: number
}

function run(program: string, args: string[], { name, signal, timeoutMs }: RunOptions): Promise<string> {
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    // A group of its own, so that what the program started ends with it.
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    })
    const kill = () => endGroup(child)
    const chunks: Buffer[] = []
    let sizeBytes = 0
    const settle = (outcome: { text: string } | { error: unknown }) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      process.removeListener('exit', kill)
      if ('text' in outcome) resolve(outcome.text)
      else {
        kill()
        child.stdout.destroy()
        reject(outcome.error)
      }
    }
    const onAbort = () => settle({ error: signal.reason })
    const timer = setTimeout(() => settle({ error: tookTooLong(name, timeoutMs) }), timeoutMs)
    signal.addEventListener('abort', onAbort, { once: true })
    process.once('exit', kill)

    child.stdout.on('data', (chunk: Buffer) => {
      sizeBytes += chunk.length
      if (sizeBytes > maxBytes) settle({ error: tooMuch(name) })
      else chunks.push(chunk)
    })
    child.once('error', (error) => settle({ error: notStarted(name, error) }))
    child.once('close', (code, killedBy) => {
      if (code === 0) settle({ text: Buffer.concat(chunks).toString('utf8') })
      else settle({ error: failed(name, code ?? killedBy ?? '') })
    })
  })
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill('SIGKILL')
    else process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It has ended already.
  }
}

function notStarted(name: string, error: Error): UploadError {
  const reason = 'code' in error ? String(error.code) : 'unknown'
  return credentialError(
    'CredentialCommandNotStarted',
    `The command ${name} cannot be started (${reason}).`,
    {
      name,
      reason,
    },
  )
}

function failed(name: string, exit: string | number): UploadError {
  return credentialError('CredentialCommandFailed', `The command ${name} ended with ${exit}.`, { name, exit })
}

function tookTooLong(name: string, timeoutMs: number): UploadError {
  const seconds = Math.round(timeoutMs / 1000)
  return credentialError('CredentialCommandTimedOut', `The command ${name} took longer than ${seconds} s.`, {
    name,
    seconds,
  })
}

function tooMuch(name: string): UploadError {
  return credentialError('CredentialsNotJson', `${name} printed more than credentials can be.`, {
    source: name,
  })
}

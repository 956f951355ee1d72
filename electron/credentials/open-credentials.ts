import { basename } from 'node:path'
import type { Dispatcher } from 'undici'
import type { FetchedSource } from '../../shared/credential-source.ts'
import type { Credentials } from '../oss/credentials.ts'
import { proxyFromEnvironment } from '../oss/proxy-choice.ts'
import { createDispatcher } from '../oss/proxy-dispatcher.ts'
import { checkCommand, runCredentialCommand } from './credential-command.ts'
import { readCredentialFile } from './credential-file.ts'
import { checkCredentialUrl, fetchCredentials } from './credential-url.ts'
import { RenewingCredentials } from './renewing-credentials.ts'

/** Throws `UploadError` for a source that can never give anything. */
export function checkSource(source: FetchedSource): void {
  if (source.kind === 'url') checkCredentialUrl(source.url)
  if (source.kind === 'command') checkCommand(source.command)
}

export interface CredentialOptions {
  now?: () => number
  onRenewed?: (credentials: Credentials) => void
  /** Connections for asking a URL, closed afterwards; absent: as the environment says, as curl does. */
  connect?: (url: string) => Dispatcher
}

/** Credentials from a file, a command or a URL, renewed by themselves; `close` ends what runs. */
export function openCredentials(
  source: FetchedSource,
  { connect = asTheEnvironmentSays, ...options }: CredentialOptions = {},
): RenewingCredentials {
  return new RenewingCredentials({
    ...options,
    source: nameOf(source),
    fetch: (signal) => fetchFrom(source, connect, signal),
  })
}

function asTheEnvironmentSays(url: string): Dispatcher {
  return createDispatcher({}, proxyFromEnvironment(url, process.env))
}

async function fetchFrom(
  source: FetchedSource,
  connect: (url: string) => Dispatcher,
  signal: AbortSignal,
): Promise<Credentials> {
  switch (source.kind) {
    case 'file':
      return await readCredentialFile(source.path)
    case 'command':
      return await runCredentialCommand(source.command, signal)
    case 'url': {
      // Asked every few minutes at most: a connection is not worth keeping.
      const dispatcher = connect(source.url)
      try {
        return await fetchCredentials(source.url, dispatcher, signal)
      } finally {
        await dispatcher.destroy()
      }
    }
  }
}

/** For sentences: nothing of the arguments or the query, which could be secret. */
function nameOf(source: FetchedSource): string {
  switch (source.kind) {
    case 'file':
      return source.path
    case 'command':
      return basename(checkCommand(source.command).program)
    case 'url': {
      const url = checkCredentialUrl(source.url)
      return `${url.origin}${url.pathname}`
    }
  }
}

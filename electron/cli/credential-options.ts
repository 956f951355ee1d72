import { resolve } from 'node:path'
import { Option } from 'commander'
import type { FetchedSource } from '../../shared/credential-source.ts'
import { checkSource } from '../credentials/open-credentials.ts'
import { UsageError } from './usage-error.ts'
import type { Words } from './words.ts'

export interface CredentialOptions {
  credentialsFile?: string
  credentialsCommand?: string
  credentialsUrl?: string
}

export function credentialOptions({ say }: Words): Option[] {
  return [
    new Option('--credentials-file <FILE>', say('uploadOptionCredentialsFile')),
    new Option('--credentials-command <COMMAND>', say('uploadOptionCredentialsCommand')),
    new Option('--credentials-url <URL>', say('uploadOptionCredentialsUrl')),
  ]
}

/**
 * Where credentials are fetched from; null means that they stand in the environment. Without an option and without a key
 * in the environment, `ALIBABA_CLOUD_CREDENTIALS_URI` counts, as Alibaba's other tools read it. Throws what is wrong.
 */
export function parseCredentialSource(
  options: CredentialOptions,
  env: NodeJS.ProcessEnv,
): FetchedSource | null {
  const { credentialsFile, credentialsCommand, credentialsUrl } = options
  const sources: FetchedSource[] = [
    ...(credentialsFile === undefined ? [] : [{ kind: 'file' as const, path: resolve(credentialsFile) }]),
    ...(credentialsCommand === undefined ? [] : [{ kind: 'command' as const, command: credentialsCommand }]),
    ...(credentialsUrl === undefined ? [] : [{ kind: 'url' as const, url: credentialsUrl }]),
  ]
  if (sources.length > 1) throw new UsageError('usageCredentialSources')
  const source = sources[0] ?? sourceOfEnvironment(env)
  if (source !== null) checkSource(source)
  return source
}

function sourceOfEnvironment(env: NodeJS.ProcessEnv): FetchedSource | null {
  const url = env.ALIBABA_CLOUD_CREDENTIALS_URI
  if (!url || env.OSS_ACCESS_KEY_ID || env.ALIBABA_CLOUD_ACCESS_KEY_ID) return null
  return { kind: 'url', url }
}

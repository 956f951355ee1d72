import type { FetchedSource } from '../../shared/credential-source.ts'
import { openCredentials } from '../credentials/open-credentials.ts'
import type { RenewingCredentials } from '../credentials/renewing-credentials.ts'
import { connectionsOver, type NetworkWay, wayTo } from './network-options.ts'

/**
 * Credentials from `source`, for uploads and the doctor alike. A URL is asked over the proxy of `--proxy`, or the one that
 * the environment names for it, and with the authorities that are trusted for the bucket. The caller closes them.
 */
export function fetchedCredentials(
  source: FetchedSource,
  network: NetworkWay,
  env: NodeJS.ProcessEnv,
): RenewingCredentials {
  const connect = (url: string) => connectionsOver(wayTo(url, network, env), url)
  return openCredentials(source, { connect })
}

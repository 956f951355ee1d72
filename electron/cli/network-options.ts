import type { Dispatcher } from 'undici'
import { isLoopback } from '../../shared/loopback.ts'
import { type ProxyChoice, parseProxyUrl, proxyFromEnvironment } from '../oss/proxy-choice.ts'
import { createDispatcher } from '../oss/proxy-dispatcher.ts'
import { readCaFile, trustContext } from '../oss/trusted-roots.ts'

export interface NetworkOptions {
  proxy?: string
  caFile?: string
}

/** The way to the endpoint, as the command line and the environment say it. */
export interface NetworkWay {
  proxy: ProxyChoice
  /** Certificate authorities that are trusted besides the usual ones, as PEM. */
  caPem: string | null
  /** `--proxy` was given: it holds for everything that is asked, not for the endpoint alone. */
  isChosen: boolean
  /** The password stands on the command line, where every user of this computer can read it. */
  showsPassword: boolean
}

/**
 * `--proxy URL` is obeyed for every endpoint, `--proxy none` goes straight, and without it the environment decides as it
 * does for curl. Throws `ProxyInvalid` and `CaFileInvalid`, which name what was given but never its password.
 */
export function parseNetwork(
  { proxy, caFile }: NetworkOptions,
  endpoint: string,
  env: NodeJS.ProcessEnv,
): NetworkWay {
  const choice = proxy === undefined ? proxyFromEnvironment(endpoint, env) : parseProxyOption(proxy)
  const hasPassword = choice.kind !== 'direct' && choice.password !== undefined
  return {
    proxy: choice,
    isChosen: proxy !== undefined,
    caPem: caFile === undefined ? null : readCaFile(caFile),
    showsPassword: proxy !== undefined && hasPassword,
  }
}

function parseProxyOption(text: string): ProxyChoice {
  return text.trim().toLowerCase() === 'none' ? { kind: 'direct' } : parseProxyUrl(text)
}

/**
 * The way to something else than the endpoint, such as the URL of credentials: what `--proxy` says, or what the environment
 * says for that address. This computer is always reached straight.
 */
export function wayTo(
  url: string,
  { proxy, isChosen, caPem }: NetworkWay,
  env: NodeJS.ProcessEnv,
): Pick<NetworkWay, 'proxy' | 'caPem'> {
  const isHere = isLoopback(URL.parse(url)?.hostname ?? '')
  return { caPem, proxy: isChosen && !isHere ? proxy : proxyFromEnvironment(url, env) }
}

/** Connections over this way; the caller closes them. The roots are read only where there is TLS. */
export function connectionsOver(
  { proxy, caPem }: Pick<NetworkWay, 'proxy' | 'caPem'>,
  endpoint: string,
): Dispatcher {
  const isEncrypted = endpoint.startsWith('https:') || proxy.kind === 'https'
  return createDispatcher(isEncrypted ? { secureContext: trustContext(caPem) } : {}, proxy)
}

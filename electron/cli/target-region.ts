import type { CredentialProvider } from '../oss/credentials.ts'
import { discoverRegion } from '../oss/discover-region.ts'
import { connectionsOver, type NetworkWay } from './network-options.ts'
import type { Target } from './target.ts'

const limitMs = 20_000

/** The target with its region, which OSS is asked for where neither the command line nor the endpoint says it (R20). */
export async function withRegion(
  target: Target,
  network: NetworkWay,
  credentials: CredentialProvider,
): Promise<Target> {
  if (target.region !== '' || target.signatureVersion === 'v1') return target
  const dispatcher = connectionsOver(network, target.endpoint)
  try {
    const signal = AbortSignal.timeout(limitMs)
    return { ...target, region: await discoverRegion(target, credentials, dispatcher, signal) }
  } finally {
    await dispatcher.destroy()
  }
}

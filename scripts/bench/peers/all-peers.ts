import { curlPeer } from './curl-peer.ts'
import { goPeer } from './go-peer.ts'
import { nodePeer } from './node-peer.ts'
import { isPresent, type Peer } from './peer.ts'
import { stevedorePeer } from './stevedore-peer.ts'

const aliOss = nodePeer('ali-oss', 'ali-oss-process.ts')

/** Everybody there is on this machine, us first; says who is missing and why. `curl` only for one file. */
export async function allPeers(
  folder: string,
  say: (text: string) => void,
  withCurl: boolean,
): Promise<Peer[]> {
  const others = [aliOss, await goPeer(folder), ...(withCurl ? [await curlPeer()] : [])]
  for (const peer of others) if (!isPresent(peer)) say(`${peer.name} is absent: ${peer.absent}`)
  const stevedore = await stevedorePeer()
  return [stevedore, ...others.filter(isPresent), automatic(stevedore)]
}

/** The same program as it comes: beginning with the given numbers it finds by itself how many requests carry most. */
export function automatic(stevedore: Peer): Peer {
  return {
    name: `${stevedore.name}, automatic`,
    upload: (job) => stevedore.upload({ ...job, autoConcurrency: true }),
  }
}

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
  return [await stevedorePeer(), ...others.filter(isPresent)]
}

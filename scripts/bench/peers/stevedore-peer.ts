import { bundle } from './bundle.ts'
import { nodePeer } from './node-peer.ts'
import type { Peer } from './peer.ts'

/** This program without its window. */
export async function stevedorePeer(): Promise<Peer> {
  return nodePeer('stevedore', await bundle('stevedore'))
}

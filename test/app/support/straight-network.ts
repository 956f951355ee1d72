import { NetworkPath } from '../../../electron/app/network-path.ts'
import { defaultSettings } from '../../../shared/settings.ts'

/** A network without any proxy. */
export function straightNetwork(): NetworkPath {
  return new NetworkPath({
    settings: () => ({ ...defaultSettings, proxyMode: 'none' }),
    password: async () => null,
    resolveProxy: async () => 'DIRECT',
    log: { info: () => undefined, warn: () => undefined },
    now: Date.now,
    onCaFileUnusable: () => undefined,
  })
}

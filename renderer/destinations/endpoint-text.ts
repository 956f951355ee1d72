import { isLoopback } from '../../shared/loopback.ts'

/** What a person typed or chose where an endpoint is asked for. */
export interface EndpointChoice {
  /** With scheme; empty while nothing usable was typed. */
  endpoint: string
  /** Region that the endpoint names; null where it does not tell and must be asked for. */
  region: string | null
}

const regionId = /^[a-z]{2}-[a-z]+(-[a-z0-9]+)*$/

/**
 * Reads a region id (`cn-hangzhou`), a host (`oss-cn-hangzhou-internal.aliyuncs.com`) or an address
 * (`http://127.0.0.1:9000`). Endpoints of OSS's own domain name their region; acceleration endpoints, custom domains
 * and IPs do not.
 */
export function readEndpoint(text: string): EndpointChoice {
  const typed = text.trim()
  if (typed === '') return { endpoint: '', region: null }
  if (regionId.test(typed)) return { endpoint: `https://oss-${typed}.aliyuncs.com`, region: typed }
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`
  const url = URL.parse(withScheme)
  if (url?.pathname !== '/' || url.search !== '' || url.username !== '') {
    return { endpoint: '', region: null }
  }
  const { hostname } = url
  const classic = /(?:^|\.)oss-([a-z0-9-]+?)(?:-internal)?\.aliyuncs\.com$/.exec(hostname)?.[1]
  if (classic !== undefined) {
    return { endpoint: url.origin, region: classic.startsWith('accelerate') ? null : classic }
  }
  const dualStack = /(?:^|\.)([a-z0-9-]+)\.oss\.aliyuncs\.com$/.exec(hostname)?.[1]
  return { endpoint: url.origin, region: dualStack ?? null }
}

/** True for a host that is neither OSS's own nor an address of this network: maybe a domain bound to one bucket. */
export function mayBeCustomDomain(endpoint: string): boolean {
  const hostname = URL.parse(endpoint)?.hostname ?? ''
  return hostname.includes('.') && !hostname.endsWith('.aliyuncs.com') && !/^[\d.]+$/.test(hostname)
}

/** True for an address on another computer that nobody on the way is kept from reading. */
export function isPlainElsewhere(endpoint: string): boolean {
  const url = URL.parse(endpoint)
  return url?.protocol === 'http:' && !isLoopback(url.hostname)
}

/** Regions offered for choosing; any other can be typed. */
export const knownRegions = [
  'cn-hangzhou',
  'cn-shanghai',
  'cn-nanjing',
  'cn-fuzhou',
  'cn-wuhan-lr',
  'cn-qingdao',
  'cn-beijing',
  'cn-zhangjiakou',
  'cn-huhehaote',
  'cn-wulanchabu',
  'cn-shenzhen',
  'cn-heyuan',
  'cn-guangzhou',
  'cn-chengdu',
  'cn-hongkong',
  'us-west-1',
  'us-east-1',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-southeast-1',
  'ap-southeast-3',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'eu-central-1',
  'eu-west-1',
  'me-east-1',
] as const

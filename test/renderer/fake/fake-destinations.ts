import { fetchedSource } from '../../../shared/credential-source.ts'
import type { Destination, DestinationInput } from '../../../shared/destination.ts'

function destination(patch: Partial<Destination> & { id: string; name: string }): Destination {
  return {
    kind: 'oss',
    endpoint: 'https://oss-cn-hangzhou.aliyuncs.com',
    region: 'cn-hangzhou',
    bucket: patch.id,
    prefix: '',
    signatureVersion: 'v4',
    isCustomDomain: false,
    metadata: {},
    accessKeyId: 'LTAI5tExampleKeyId',
    hasSecret: true,
    createdAt: 1_790_000_000_000,
    ...patch,
  }
}

export const practice = destination({
  id: 'practice',
  name: 'This computer',
  kind: 'practice',
  endpoint: 'http://127.0.0.1:9000',
  bucket: 'practice',
})

export function someDestinations(): Destination[] {
  return [
    destination({ id: 'footage', name: 'footage · Hangzhou', bucket: 'footage', prefix: 'raw/2026-11/' }),
    destination({
      id: 'nightly',
      name: 'nightly-backup',
      bucket: 'nightly-backup',
      prefix: 'db/',
      hasSecret: false,
    }),
    destination({
      id: 'client',
      name: '客户交付 · 上海',
      bucket: 'client-delivery',
      region: 'cn-shanghai',
      endpoint: 'https://oss-cn-shanghai.aliyuncs.com',
    }),
    practice,
  ]
}

export function saved(input: DestinationInput, count: number): Destination {
  const { accessKeySecret, securityToken: _token, sessionOnly: _session, id, ...rest } = input
  return {
    ...rest,
    id: id ?? `destination-${count + 1}`,
    hasSecret:
      accessKeySecret !== undefined || id !== undefined || fetchedSource(input.credentialSource) !== null,
    createdAt: Date.now(),
  }
}

import type { Destination } from '../../../shared/destination.ts'
import type { FoundImports, ImportAcceptance } from '../../../shared/destination-import.ts'
import { saved } from './fake-destinations.ts'

/** The environment, two profiles and one that cannot be used; a file that was chosen is empty. */
export function foundImports({ file }: { file?: string }): FoundImports {
  const usual = '/home/ada/.ossutilconfig'
  if (file !== undefined) return { proposals: [], leftovers: [], file, isFileThere: true }
  return {
    proposals: [
      {
        id: 'environment',
        origin: 'environment',
        profile: '',
        file: '',
        accessKeyId: 'STS.NTsExampleKeyId',
        isTemporary: true,
        endpoint: '',
        region: 'cn-shanghai',
        buckets: [],
      },
      {
        id: 'ossutil:Credentials',
        origin: 'ossutil',
        profile: 'Credentials',
        file: usual,
        accessKeyId: 'LTAI5tExampleKeyId',
        isTemporary: false,
        endpoint: 'oss-cn-hangzhou.aliyuncs.com',
        region: '',
        buckets: [{ name: 'archive', endpoint: 'oss-cn-beijing.aliyuncs.com', isCustomDomain: false }],
      },
    ],
    leftovers: [{ profile: 'ecs', reason: 'unknown-mode' }],
    file: usual,
    isFileThere: true,
  }
}

export function imported({ bucket, endpoint, region }: ImportAcceptance, count: number): Destination {
  return saved(
    {
      name: bucket,
      kind: 'oss',
      endpoint,
      region,
      bucket,
      prefix: '',
      signatureVersion: 'v4',
      isCustomDomain: false,
      metadata: {},
      accessKeyId: 'LTAI5tExampleKeyId',
      accessKeySecret: 's',
    },
    count,
  )
}

import { type Answer, xmlAnswer } from '../http/answer.ts'
import type { BucketExchange } from '../http/exchange.ts'
import { xmlDate } from '../wire/dates.ts'
import { owner } from './owner.ts'

/** GetBucketInfo. The endpoints name this server, so a client that follows them stays here. */
export function getBucketInfo({ context, bucketName }: BucketExchange): Answer {
  const { info } = context.store.get(bucketName)
  return xmlAnswer([
    'BucketInfo',
    [
      [
        'Bucket',
        [
          ['CreationDate', xmlDate(info.created)],
          ['ExtranetEndpoint', context.authority()],
          ['IntranetEndpoint', context.authority()],
          ['Location', `oss-${context.region}`],
          ['Name', info.name],
          ['StorageClass', 'Standard'],
          ['DataRedundancyType', 'LRS'],
          ['TransferAcceleration', 'Disabled'],
          ['CrossRegionReplication', 'Disabled'],
          owner,
          ['AccessControlList', [['Grant', info.acl]]],
        ],
      ],
    ],
  ])
}

/** GetBucketLocation: the region stands directly in the root element. */
export function getBucketLocation({ context, bucketName }: BucketExchange): Answer {
  context.store.get(bucketName)
  return xmlAnswer(['LocationConstraint', `oss-${context.region}`])
}

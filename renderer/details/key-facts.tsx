import type { UploadDetails, UploadRow } from '../../shared/queue.ts'
import { CopyPolicy } from '../doctor/copy-policy.tsx'
import { errorDetails, errorLine } from '../language/error-text.ts'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { ConfirmedText } from './confirmed-text.tsx'
import { Fact } from './fact.tsx'

export interface KeyFactsProps {
  row: UploadRow
  details: UploadDetails | null
}

/** The few facts that belong beside the map. */
export function KeyFacts({ row, details }: Readonly<KeyFactsProps>) {
  const t = useText()
  const format = useFormat()
  return (
    <dl>
      <Fact isCode copy={row.objectKey} name={t('object.key')}>
        {row.objectKey}
      </Fact>
      <Fact name={t('object.target')}>{bucketText(row)}</Fact>
      <Fact name={t('object.confirmed')}>
        <ConfirmedText row={row} />
      </Fact>
      {row.resentBytes > 0 && <Fact name={t('object.resent')}>{format.bytes(row.resentBytes)}</Fact>}
      {details?.multipartUploadId && (
        <Fact isCode copy={details.multipartUploadId} name={t('object.uploadId')}>
          {details.multipartUploadId}
        </Fact>
      )}
      <ReasonFact row={row} />
    </dl>
  )
}

/** The destination's name only where it says more than the bucket's. */
export function bucketText(row: UploadRow): string {
  return row.bucket === row.destinationName ? row.bucket : `${row.bucket} · ${row.destinationName}`
}

/** What stopped it, with everything support asks for behind the copy button. */
export function ReasonFact({ row }: Readonly<{ row: UploadRow }>) {
  const t = useText()
  const { reason } = row
  if (!reason) return null
  return (
    <Fact copy={errorDetails(reason)} name={t('object.error')}>
      {errorLine(reason)}
      <CopyPolicy row={row} />
    </Fact>
  )
}

import type { UploadDetails, UploadRow } from '../../shared/queue.ts'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { LinkFact } from '../links/link-fact.tsx'
import { RecoveryButtons } from '../recovery/recovery-buttons.tsx'
import { ConfirmedText } from './confirmed-text.tsx'
import { Fact } from './fact.tsx'
import { bucketText, ReasonFact } from './key-facts.tsx'
import { ObjectButtons } from './object-buttons.tsx'
import styles from './object-tab.module.css'
import { PlanText } from './plan-text.tsx'

export interface ObjectTabProps {
  row: UploadRow
  details: UploadDetails | null
}

/** Everything about the object and its upload, each line to copy. */
export function ObjectTab({ row, details }: Readonly<ObjectTabProps>) {
  return (
    <div className={styles.columns}>
      <dl className={styles.column}>
        <PlaceFacts row={row} />
        <ReasonFact row={row} />
      </dl>
      <div className={styles.column}>
        <dl>
          <ProofFacts details={details} row={row} />
        </dl>
        <ObjectButtons row={row} />
        <RecoveryButtons row={row} />
      </div>
    </div>
  )
}

function PlaceFacts({ row }: Readonly<{ row: UploadRow }>) {
  const t = useText()
  const format = useFormat()
  return (
    <>
      <Fact copy={row.sourcePath} name={t('object.file')}>
        {row.sourcePath}
      </Fact>
      <Fact copy={row.bucket} name={t('object.target')}>
        {bucketText(row)}
      </Fact>
      <Fact isCode copy={row.objectKey} name={t('object.key')}>
        {row.objectKey}
      </Fact>
      <LinkFact row={row} />
      <Fact name={t('object.plan')}>
        <PlanText row={row} />
      </Fact>
      <Fact name={t('object.confirmed')}>
        <ConfirmedText row={row} />
      </Fact>
      <Fact name={t('object.resent')}>{format.bytes(row.resentBytes)}</Fact>
      <Fact name={t('object.added')}>{format.fullTime(row.addedAt)}</Fact>
      {row.finishedAt !== null && <Fact name={t('object.finished')}>{format.fullTime(row.finishedAt)}</Fact>}
    </>
  )
}

function ProofFacts({ row, details }: Readonly<ObjectTabProps>) {
  const t = useText()
  if (!details) return null
  const { etag, crc64Local, crc64Remote, multipartUploadId, requestId, conflictPolicy } = details
  const crcName = t('object.crcRemote')
  const codes = [
    [t('object.etag'), etag],
    [t('object.crcLocal'), crc64Local],
    [crcName, crc64Remote],
    [t('object.uploadId'), multipartUploadId],
    [t('object.requestId'), requestId ?? row.reason?.requestId ?? null],
  ] as const
  return (
    <>
      {codes.map(([name, value]) => (
        <Fact key={name} isCode copy={value} name={name}>
          {value ?? t('object.none')}
          {name === crcName && <CrcVerdict here={crc64Local} there={crc64Remote} />}
        </Fact>
      ))}
      <Fact name={t('object.conflict')}>{t(`conflict.${conflictPolicy}`)}</Fact>
    </>
  )
}

/** Says whether both checksums are the same, so that nobody has to compare twenty digits. */
function CrcVerdict({ here, there }: Readonly<{ here: string | null; there: string | null }>) {
  const t = useText()
  if (here === null || there === null) return null
  return here === there ? (
    <span className={styles.equal}> {t('object.crcEqual')}</span>
  ) : (
    <span className={styles.different}> {t('object.crcDifferent')}</span>
  )
}

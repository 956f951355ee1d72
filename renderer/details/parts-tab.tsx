import { useState } from 'react'
import type { UploadDetails, UploadRow } from '../../shared/queue.ts'
import { useText } from '../language/text.ts'
import { PartLegend } from '../part-map/part-legend.tsx'
import { PartMap } from '../part-map/part-map.tsx'
import type { PartMapModel } from '../part-map/part-map-model.ts'
import { usePartMap } from '../part-map/use-part-map.ts'
import { WorstPartsList } from '../part-map/worst-parts-list.tsx'
import { RecoveryButtons } from '../recovery/recovery-buttons.tsx'
import { KeyFacts } from './key-facts.tsx'
import styles from './parts-tab.module.css'

export interface PartsTabProps {
  row: UploadRow
  details: UploadDetails | null
}

export function PartsTab({ row, details }: Readonly<PartsTabProps>) {
  const map = usePartMap(row)
  return (
    <div className={styles.tab}>
      <div className={styles.map}>
        {map === 'none' && <NoParts row={row} />}
        {map !== null && map !== 'none' && <MapWithWorst key={map.uploadId} model={map} />}
      </div>
      <div className={styles.facts}>
        <KeyFacts details={details} row={row} />
        <RecoveryButtons row={row} />
      </div>
    </div>
  )
}

function MapWithWorst({ model }: Readonly<{ model: PartMapModel }>) {
  const [partNumber, setPartNumber] = useState<number | null>(null)
  return (
    <div className={styles.both}>
      <div className={styles.picture}>
        <PartMap model={model} partNumber={partNumber} onPart={setPartNumber} />
        <PartLegend model={model} />
      </div>
      <WorstPartsList model={model} partNumber={partNumber} onPart={setPartNumber} />
    </div>
  )
}

/** Why there is no map: the reason differs with the state. */
function NoParts({ row }: Readonly<{ row: UploadRow }>) {
  const t = useText()
  const { status, partCount } = row
  if (status === 'done')
    return <p className={styles.none}>{t(partCount === null ? 'parts.single' : 'parts.finished')}</p>
  if (status === 'skipped') return <p className={styles.none}>{t('parts.skipped')}</p>
  if (status === 'cancelled-clean' || status === 'cleaning') {
    return <p className={styles.none}>{t('parts.cleaned')}</p>
  }
  return <p className={styles.none}>{t('parts.unplanned')}</p>
}

import { Check } from 'lucide-react'
import { useState } from 'react'
import type { ImportProposal } from '../../shared/destination-import.ts'
import { call } from '../bridge.ts'
import { Button } from '../controls/button.tsx'
import card from '../controls/card.module.css'
import { TextField } from '../controls/text-field.tsx'
import { readEndpoint } from '../destinations/endpoint-text.ts'
import { useText } from '../language/text.ts'
import { perform } from '../notices/report-failure.ts'
import { useAppStore } from '../store/app-store.ts'
import { chooseTarget } from '../upload/add-paths.ts'
import styles from './import-dialog.module.css'

/** One key that was found; which bucket it is for, the person says where the file does not. */
export function ImportEntry({ proposal, file }: Readonly<{ proposal: ImportProposal; file: string | null }>) {
  const t = useText('sheet')
  const [named] = proposal.buckets
  const [bucket, setBucket] = useState(named?.name ?? '')
  const [place, setPlace] = useState(named?.endpoint || proposal.endpoint || proposal.region)
  const [isBusy, setBusy] = useState(false)
  const [added, setAdded] = useState<readonly string[]>([])
  const canProtectSecrets = useAppStore(({ info }) => info?.canProtectSecrets ?? true)
  const { endpoint, region } = readEndpoint(place)
  const title =
    proposal.origin === 'environment'
      ? t('import.environment')
      : t('import.profile', { profile: proposal.profile })

  const accept = async () => {
    setBusy(true)
    const known = proposal.buckets.find(({ name }) => name === bucket.trim())
    const saved = await perform(
      call('destinations.import', {
        proposalId: proposal.id,
        ...(file !== null && { file }),
        bucket: bucket.trim(),
        endpoint,
        region: region ?? proposal.region,
        isCustomDomain: known?.isCustomDomain === true && known.endpoint === place,
        sessionOnly: !canProtectSecrets,
      }),
    )
    setBusy(false)
    if (!saved) return
    chooseTarget(saved.id)
    setAdded([...added, saved.name])
    setBucket('')
  }
  return (
    <section aria-label={title} className={card.card}>
      <div className={card.ends}>
        <span className={styles.title}>{title}</span>
        <code className={styles.key}>{proposal.accessKeyId}</code>
      </div>
      {proposal.isTemporary && <p className={styles.note}>{t('import.temporary')}</p>}
      {added.map((name) => (
        <p key={name} className={styles.added}>
          <Check aria-hidden size={14} />
          {t('import.added', { name })}
        </p>
      ))}
      <div className={styles.fields}>
        <TextField isCode label={t('import.bucket')} value={bucket} onChange={setBucket} />
        <TextField isCode label={t('import.place')} value={place} onChange={setPlace} />
        <Button
          aria-label={t('import.addOf', { title })}
          disabled={isBusy || bucket.trim() === '' || endpoint === ''}
          onClick={() => void accept()}
        >
          {t('import.add')}
        </Button>
      </div>
    </section>
  )
}

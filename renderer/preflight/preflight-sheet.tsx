import type { PreflightView } from '../../shared/preflight.ts'
import { Button } from '../controls/button.tsx'
import card from '../controls/card.module.css'
import { Dialog } from '../controls/dialog.tsx'
import { TextField } from '../controls/text-field.tsx'
import { errorLine } from '../language/error-text.ts'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { MetadataSection } from '../metadata/metadata-section.tsx'
import { useAppStore } from '../store/app-store.ts'
import { ConflictChoice } from './conflict-choice.tsx'
import { KeyPreview } from './key-preview.tsx'
import { LeftOut } from './left-out.tsx'
import { PlanLine } from './plan-line.tsx'
import styles from './preflight-sheet.module.css'
import { usePreflightStore } from './preflight-store.ts'
import { useDecision } from './use-decision.ts'

/** The sheet of one drop; nothing once it is over. */
export function PreflightDialog({ id }: Readonly<{ id: number }>) {
  const view = usePreflightStore(({ views }) => views.find((candidate) => candidate.id === id))
  return view ? <PreflightSheet key={id} view={view} /> : null
}

/** What would be uploaded, what is in the way, and where it goes. Its last word is one button. */
function PreflightSheet({ view }: Readonly<{ view: PreflightView }>) {
  const t = useText('sheet')
  const format = useFormat()
  const destination = useAppStore(({ destinations }) =>
    destinations?.find(({ id }) => id === view.destinationId),
  )
  const decision = useDecision(view)
  const isReady = view.state === 'ready'
  return (
    <Dialog
      isQuestion
      isWide
      footer={
        <>
          <Button onClick={decision.cancel}>{t('preflight.leave')}</Button>
          <Button disabled={!decision.canSend} look="primary" onClick={() => void decision.send()}>
            {isReady
              ? t('preflight.send', { count: view.files, number: format.count(view.files) })
              : t('preflight.sendNow')}
          </Button>
        </>
      }
      title={t('preflight.title', { title: view.title, name: destination?.name ?? '' })}
      onClose={decision.cancel}
    >
      <div className={styles.sheet}>
        <Summary view={view} />
        {view.error && <p className={styles.bad}>{errorLine(view.error)}</p>}
        <ConflictChoice decision={decision} view={view} />
        <LeftOut decision={decision} view={view} />
        <TextField
          isCode
          hint={<KeyPreview prefix={decision.prefix} view={view} />}
          label={t('preflight.prefix', { bucket: destination?.bucket ?? '' })}
          placeholder={t('preflight.prefixPlaceholder')}
          value={decision.prefix}
          onChange={decision.setPrefix}
        />
        <PlanLine plan={view.plan} />
        <MetadataSection
          form={decision.metadata}
          label={t('metadata.defaults')}
          onChange={decision.setMetadata}
        />
      </div>
    </Dialog>
  )
}

/** How much it is; the numbers grow while folders are walked. */
function Summary({ view }: Readonly<{ view: PreflightView }>) {
  const t = useText('sheet')
  const format = useFormat()
  const { files, folders, bytes, state } = view
  return (
    <div aria-live="polite" className={card.ends}>
      <span className={styles.amount}>
        {t('preflight.files', { count: files, number: format.count(files) })}
        {folders > 0 && ` · ${t('preflight.folders', { count: folders, number: format.count(folders) })}`}
        {` · ${format.bytes(bytes)}`}
      </span>
      {(state === 'counting' || state === 'checking') && (
        <span className={styles.muted}>{t(`preflight.state.${state}`)}</span>
      )}
    </div>
  )
}

import { useState } from 'react'
import { type LinkChoices, linkLives } from '../../shared/object-link.ts'
import type { UploadRow } from '../../shared/queue.ts'
import { call } from '../bridge.ts'
import { Button } from '../controls/button.tsx'
import { Choice } from '../controls/choice.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { toasts } from '../notices/notices-store.ts'
import { perform } from '../notices/report-failure.ts'
import { closeDialog } from '../store/window-store.ts'
import styles from './link-dialog.module.css'
import { useLinkChoices } from './use-link-choices.ts'

const lives = linkLives.map(String) as `${(typeof linkLives)[number]}`[]

/** Copies a link to the object: signed, for a time that is chosen, or its plain address where everyone may read it. */
export function LinkDialog({ row }: Readonly<{ row: UploadRow }>) {
  const t = useText('sheet')
  const format = useFormat()
  const choices = useLinkChoices(row.id)
  const [life, setLife] = useState<(typeof lives)[number]>('3600')

  const copy = async (kind: 'signed' | 'public') => {
    const { id } = row
    const request = kind === 'public' ? { id, kind } : { id, kind, expiresSeconds: Number(life) }
    const copied = await perform(call('link.copy', request))
    if (!copied) return
    closeDialog()
    const title =
      copied.endsAt === null
        ? t('link.copiedPublic')
        : t('link.copied', { time: format.fullTime(copied.endsAt) })
    toasts.add({ id: 'link-copied', title })
  }
  return (
    <Dialog
      footer={
        <>
          <Button onClick={closeDialog}>{t('link.leave')}</Button>
          {choices?.isPublic && <Button onClick={() => void copy('public')}>{t('link.copyPublic')}</Button>}
          <Button disabled={choices === null} look="primary" onClick={() => void copy('signed')}>
            {t('link.copy')}
          </Button>
        </>
      }
      title={t('link.title', { name: row.name })}
      onClose={closeDialog}
    >
      <div className={styles.line}>
        <span className={styles.label}>{t('link.life')}</span>
        <Choice
          label={t('link.life')}
          options={lives.map((value) => ({ value, label: t(`link.lives.${value}`) }))}
          value={life}
          onChange={setLife}
        />
      </div>
      <div className={styles.notes}>
        {choices && <EndNote choices={choices} lifeSeconds={Number(life)} />}
        <p>{t('link.max')}</p>
        {choices?.isPublic && <p>{t('link.public')}</p>}
        {choices?.isThisComputer && <p>{t('link.thisComputer')}</p>}
      </div>
    </Dialog>
  )
}

/** When the link ends; with temporary credentials that can be earlier than asked. */
function EndNote({ choices, lifeSeconds }: Readonly<{ choices: LinkChoices; lifeSeconds: number }>) {
  const t = useText('sheet')
  const format = useFormat()
  const { credentialsEndAt, isTemporary } = choices
  const asked = Date.now() + lifeSeconds * 1000
  if (credentialsEndAt !== null && credentialsEndAt < asked) {
    return <p className={styles.warning}>{t('link.cut', { time: format.fullTime(credentialsEndAt) })}</p>
  }
  return (
    <>
      <p>{t('link.until', { time: format.fullTime(asked) })}</p>
      {isTemporary && credentialsEndAt === null && <p className={styles.warning}>{t('link.temporary')}</p>}
    </>
  )
}

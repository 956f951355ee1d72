import { useEffect, useState } from 'react'
import type { FoundImports } from '../../shared/destination-import.ts'
import { call } from '../bridge.ts'
import { Button } from '../controls/button.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { useText } from '../language/text.ts'
import { perform } from '../notices/report-failure.ts'
import { closeDialog } from '../store/window-store.ts'
import styles from './import-dialog.module.css'
import { ImportEntry } from './import-entry.tsx'

/** Access that other tools have on this computer, to be taken over one by one. */
export function ImportDialog() {
  const t = useText('sheet')
  const [found, setFound] = useState<FoundImports | null>(null)
  const [file, setFile] = useState<string | null>(null)
  useEffect(() => {
    let isCurrent = true
    void perform(call('destinations.findImports', file === null ? {} : { file })).then((answer) => {
      if (isCurrent && answer) setFound(answer)
    })
    return () => {
      isCurrent = false
    }
  }, [file])
  const choose = async () => {
    const [chosen] = (await perform(call('queue.pick', { kind: 'files' }))) ?? []
    if (chosen !== undefined) setFile(chosen)
  }
  return (
    <Dialog
      isQuestion
      isWide
      description={t('import.text')}
      footer={
        <>
          <Button className={styles.choose} look="quiet" onClick={() => void choose()}>
            {t('import.choose')}
          </Button>
          <Button look="primary" onClick={closeDialog}>
            {t('import.done')}
          </Button>
        </>
      }
      title={t('import.title')}
      onClose={closeDialog}
    >
      <div aria-live="polite" className={styles.entries}>
        {found?.proposals.map((proposal) => (
          <ImportEntry key={`${proposal.id} ${proposal.file}`} file={file} proposal={proposal} />
        ))}
        {found?.proposals.length === 0 && (
          <p className={styles.nothing}>
            {t(found.isFileThere ? 'import.nothing' : 'import.noFile', { file: found.file })}
          </p>
        )}
        {found?.leftovers.map(({ profile, reason }) => (
          <p key={profile} className={styles.nothing}>
            {t(`import.leftover.${reason}`, { profile })}
          </p>
        ))}
      </div>
    </Dialog>
  )
}

import type { UploadRow } from '../../shared/queue.ts'
import { Button } from '../controls/button.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { closeDialog } from '../store/window-store.ts'
import { startOver } from './run-recovery.ts'

/** Says in bytes what is given up and what is sent again. */
export function StartOverDialog({ row }: Readonly<{ row: UploadRow }>) {
  const t = useText('recovery')
  const format = useFormat()
  const isWrongObject = row.status === 'failed' && row.reason?.code.endsWith('ChecksumMismatch') === true
  const action = isWrongObject ? 'sendAgain' : 'startOver'
  return (
    <Dialog
      isQuestion
      description={t(`again.${action}.text`, {
        confirmed: format.bytes(row.confirmedBytes),
        total: format.bytes(row.sizeBytes),
      })}
      footer={
        <>
          <Button onClick={closeDialog}>{t(`again.${action}.leave`)}</Button>
          <Button
            look={isWrongObject ? 'primary' : 'danger'}
            onClick={() => {
              closeDialog()
              void startOver([row.id])
            }}
          >
            {t(`again.${action}.confirm`)}
          </Button>
        </>
      }
      title={t(`again.${action}.title`, { name: row.name })}
      onClose={closeDialog}
    />
  )
}

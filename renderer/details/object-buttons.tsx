import type { UploadRow } from '../../shared/queue.ts'
import { call } from '../bridge.ts'
import { Button } from '../controls/button.tsx'
import { errorDetails } from '../language/error-text.ts'
import { say, useText } from '../language/text.ts'
import { announce } from '../notices/announce.ts'
import { perform } from '../notices/report-failure.ts'
import { copyText } from '../queue/queue-commands.ts'
import styles from '../recovery/recovery-buttons.module.css'

/** The way to the file, and what support asks for as one text: Code, EC, RequestId, HostId (R17). */
export function ObjectButtons({ row }: Readonly<{ row: UploadRow }>) {
  const t = useText()
  const { id, reason } = row
  return (
    <div className={styles.buttons}>
      <Button onClick={() => void perform(call('queue.showInFolder', { id }))}>
        {t('action.showInFolder')}
      </Button>
      {reason && (
        <Button
          onClick={() => {
            void copyText(errorDetails(reason))
            announce(say('details.copied'))
          }}
        >
          {t('action.copyError')}
        </Button>
      )}
    </div>
  )
}

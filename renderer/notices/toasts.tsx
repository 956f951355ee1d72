import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import { Button } from '../controls/button.tsx'
import { errorDetails } from '../language/error-text.ts'
import { useText } from '../language/text.ts'
import { copyText } from '../queue/queue-commands.ts'
import { toasts as manager, type ToastData } from './notices-store.ts'
import styles from './toasts.module.css'

/** Short messages in the corner; they go by themselves, or by Escape and the cross. */
export function Toasts() {
  return (
    <Toast.Provider limit={4} toastManager={manager}>
      <Toast.Portal>
        <ToastList />
      </Toast.Portal>
    </Toast.Provider>
  )
}

function ToastList() {
  const t = useText()
  const { toasts } = Toast.useToastManager<ToastData>()
  return (
    <Toast.Viewport aria-label={t('notices.label')} className={styles.viewport}>
      {toasts.map((toast) => {
        const { error, action } = toast.data ?? {}
        return (
          <Toast.Root key={toast.id} className={styles.toast} swipeDirection={[]} toast={toast}>
            <Toast.Content className={styles.content}>
              <div className={styles.text}>
                <Toast.Title className={styles.title} />
                <Toast.Description className={styles.description} />
                {error && (
                  <Button className={styles.copy} onClick={() => void copyText(errorDetails(error))}>
                    {t('notices.copyDetails')}
                  </Button>
                )}
                {action && (
                  <Button
                    className={styles.copy}
                    onClick={() => {
                      manager.close(toast.id)
                      action.run()
                    }}
                  >
                    {action.label}
                  </Button>
                )}
              </div>
              <Toast.Close aria-label={t('notices.dismiss')} className={styles.close}>
                <X aria-hidden size={14} />
              </Toast.Close>
            </Toast.Content>
          </Toast.Root>
        )
      })}
    </Toast.Viewport>
  )
}

import { Dialog as BaseDialog } from '@base-ui/react/dialog'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './dialog.module.css'

export interface DialogProps {
  title: string
  description?: ReactNode
  /** Called for Escape, a click outside and the buttons that leave. */
  onClose: () => void
  /** Wider, for forms. */
  isWide?: boolean
  /** A question must be answered: a click outside does not leave. */
  isQuestion?: boolean
  children?: ReactNode
  /** Buttons, the leaving one first. */
  footer: ReactNode
}

export function Dialog({
  title,
  description,
  onClose,
  isWide = false,
  isQuestion = false,
  children,
  footer,
}: Readonly<DialogProps>) {
  return (
    <BaseDialog.Root
      open
      disablePointerDismissal={isQuestion}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
    >
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={styles.backdrop} />
        <BaseDialog.Viewport className={styles.viewport}>
          <BaseDialog.Popup className={classNames(styles.popup, isWide && styles.wide)}>
            <div className={styles.head}>
              <BaseDialog.Title className={styles.title}>{title}</BaseDialog.Title>
              {description && (
                <BaseDialog.Description className={styles.description}>{description}</BaseDialog.Description>
              )}
            </div>
            {children && <div className={styles.body}>{children}</div>}
            <div className={styles.footer}>{footer}</div>
          </BaseDialog.Popup>
        </BaseDialog.Viewport>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  )
}

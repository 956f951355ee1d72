import { Tooltip } from '@base-ui/react/tooltip'
import type { LucideIcon } from 'lucide-react'
import type { MouseEvent } from 'react'
import { classNames } from './class-names.ts'
import styles from './icon-button.module.css'

export interface IconButtonProps {
  icon: LucideIcon
  /** Name for screen readers. */
  label: string
  /** Text of the tooltip, where it is shorter than the name. */
  tip?: string
  /** False keeps the button out of the tab order, for rows whose keyboard way is the menu. */
  isTabStop?: boolean
  className?: string | undefined
  onClick: (event: MouseEvent) => void
}

export function IconButton({
  icon: Icon,
  label,
  tip,
  isTabStop = true,
  className,
  onClick,
}: Readonly<IconButtonProps>) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger
        aria-label={label}
        className={classNames(styles.button, className)}
        tabIndex={isTabStop ? 0 : -1}
        onClick={onClick}
      >
        <Icon aria-hidden size={16} strokeWidth={1.75} />
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6} className={styles.positioner}>
          <Tooltip.Popup className={styles.tip}>{tip ?? label}</Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}

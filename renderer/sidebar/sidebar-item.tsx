import type { LucideIcon } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { classNames } from '../controls/class-names.ts'
import { useFormat } from '../language/use-format.ts'
import styles from './sidebar.module.css'

export interface SidebarItemProps extends Omit<ComponentProps<'li'>, 'children' | 'className'> {
  label: string
  icon?: LucideIcon
  /** Hidden when 0. */
  count?: number
  isCurrent?: boolean
  isWarning?: boolean
  /** Quieter text after the name. */
  hint?: string
  onPress: () => void
  /** Files dropped on the item go there. */
  destinationId?: string
  isDropTarget?: boolean
  /** A button beside the item. */
  children?: ReactNode
}

export function SidebarItem({
  label,
  icon: Icon,
  count = 0,
  isCurrent = false,
  isWarning = false,
  hint,
  onPress,
  destinationId,
  isDropTarget = false,
  children,
  ...rest
}: Readonly<SidebarItemProps>) {
  const format = useFormat()
  return (
    <li
      {...rest}
      className={classNames(styles.entry, isDropTarget && styles.dropTarget)}
      data-destination={destinationId}
    >
      <button
        aria-current={isCurrent ? 'page' : undefined}
        className={classNames(styles.item, isCurrent && styles.current)}
        type="button"
        onClick={onPress}
      >
        {Icon && <Icon aria-hidden size={15} strokeWidth={1.75} />}
        <span className={styles.label} title={label}>
          {label}
        </span>
        {hint && <span className={styles.hint}>{hint}</span>}
        {count > 0 && (
          <span className={classNames(styles.count, isWarning && styles.warning)}>{format.count(count)}</span>
        )}
      </button>
      {children}
    </li>
  )
}

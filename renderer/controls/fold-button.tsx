import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'
import styles from './fold-button.module.css'

export interface FoldButtonProps {
  isOpen: boolean
  onToggle: () => void
  /** Id of what it shows and hides. */
  controls: string
  className?: string | undefined
  children: ReactNode
}

/** The line that something is folded away behind. */
export function FoldButton({ isOpen, onToggle, controls, className, children }: Readonly<FoldButtonProps>) {
  return (
    <Button
      aria-controls={controls}
      aria-expanded={isOpen}
      className={classNames(styles.toggle, className)}
      look="quiet"
      onClick={onToggle}
    >
      <ChevronRight aria-hidden className={classNames(styles.chevron, isOpen && styles.open)} size={14} />
      {children}
    </Button>
  )
}

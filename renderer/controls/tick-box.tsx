import { Checkbox } from '@base-ui/react/checkbox'
import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './tick-box.module.css'

export interface TickBoxProps {
  checked: boolean
  onChange: (checked: boolean) => void
  children: ReactNode
}

export function TickBox({ checked, onChange, children }: Readonly<TickBoxProps>) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox inside brings its input
    <label className={styles.label}>
      <Checkbox.Root checked={checked} className={styles.box} onCheckedChange={(next) => onChange(next)}>
        <Checkbox.Indicator className={styles.mark}>
          <Check aria-hidden size={12} strokeWidth={3} />
        </Checkbox.Indicator>
      </Checkbox.Root>
      <span>{children}</span>
    </label>
  )
}

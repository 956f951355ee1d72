import { NumberField } from '@base-ui/react/number-field'
import { Minus, Plus } from 'lucide-react'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import styles from './setting-control.module.css'

export interface CountFieldProps {
  label: string
  value: number
  /** Inclusive. */
  min: number
  max: number
  onChange: (value: number) => void
}

/** A whole number in a range. What is out of range is brought back to its edge when the field is left. */
export function CountField({ label, value, min, max, onChange }: Readonly<CountFieldProps>) {
  const t = useText('dialogs')
  const format = useFormat()
  // Room for the longest number of the range, its separators included, at any zoom.
  const digits = Math.max(format.count(min).length, format.count(max).length)
  return (
    <NumberField.Root
      max={max}
      min={min}
      value={value}
      onValueCommitted={(next) => {
        if (next !== null && next !== value) onChange(next)
      }}
      onValueChange={(next, { reason }) => {
        // Typing waits until it is finished; the buttons and keys count at once.
        const isTyping = reason === 'input-change' || reason === 'input-paste'
        if (next !== null && !isTyping && next !== value) onChange(next)
      }}
    >
      <NumberField.Group className={styles.group}>
        <NumberField.Decrement aria-label={t('settings.less', { name: label })} className={styles.step}>
          <Minus aria-hidden size={13} />
        </NumberField.Decrement>
        <NumberField.Input
          aria-label={label}
          className={styles.input}
          style={{ width: `calc(${Math.max(3, digits)}ch + 2 * var(--space-2))` }}
        />
        <NumberField.Increment aria-label={t('settings.more', { name: label })} className={styles.step}>
          <Plus aria-hidden size={13} />
        </NumberField.Increment>
      </NumberField.Group>
    </NumberField.Root>
  )
}

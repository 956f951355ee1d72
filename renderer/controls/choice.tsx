import { Select } from '@base-ui/react/select'
import { Check, ChevronDown } from 'lucide-react'
import styles from './choice.module.css'
import { classNames } from './class-names.ts'
import menu from './menu.module.css'

export interface ChoiceProps<Value extends string> {
  label: string
  value: Value
  options: readonly { value: Value; label: string }[]
  onChange: (value: Value) => void
  id?: string
  className?: string | undefined
}

/** A select: one of a few known values. */
export function Choice<Value extends string>({
  label,
  value,
  options,
  onChange,
  id,
  className,
}: Readonly<ChoiceProps<Value>>) {
  return (
    <Select.Root
      items={options}
      value={value}
      onValueChange={(next) => {
        if (next !== null) onChange(next)
      }}
    >
      <Select.Trigger aria-label={label} className={classNames(styles.trigger, className)} id={id}>
        <Select.Value className={styles.value} />
        <ChevronDown aria-hidden className={styles.icon} size={14} />
      </Select.Trigger>
      <Select.Portal>
        <Select.Positioner alignItemWithTrigger={false} className={menu.positioner} sideOffset={4}>
          <Select.Popup className={classNames(menu.popup, styles.popup)}>
            {options.map((option) => (
              <Select.Item key={option.value} className={menu.item} value={option.value}>
                <span className={menu.check}>
                  <Select.ItemIndicator>
                    <Check aria-hidden size={14} />
                  </Select.ItemIndicator>
                </span>
                <Select.ItemText>{option.label}</Select.ItemText>
              </Select.Item>
            ))}
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  )
}

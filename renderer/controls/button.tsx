import { Button as BaseButton } from '@base-ui/react/button'
import type { ComponentProps } from 'react'
import styles from './button.module.css'
import { classNames } from './class-names.ts'

export interface ButtonProps extends Omit<ComponentProps<typeof BaseButton>, 'className'> {
  /** `primary` at most once in sight; `danger` for what cannot be undone; `quiet` has no frame. */
  look?: 'plain' | 'primary' | 'danger' | 'quiet'
  className?: string | undefined
}

export function Button({ look = 'plain', className, ...props }: Readonly<ButtonProps>) {
  return <BaseButton {...props} className={classNames(styles.button, styles[look], className)} />
}

import { Field } from '@base-ui/react/field'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './text-field.module.css'

export interface TextFieldProps {
  label: string
  value: string
  onChange: (value: string) => void
  /** Below the field: what to type, ranges. */
  hint?: ReactNode
  error?: string | null
  placeholder?: string | undefined
  isSecret?: boolean
  isCode?: boolean
  className?: string | undefined
}

/** A labelled line of text with its hint and, when something is wrong, what is wrong. */
export function TextField({
  label,
  value,
  onChange,
  hint,
  error = null,
  placeholder,
  isSecret = false,
  isCode = false,
  className,
}: Readonly<TextFieldProps>) {
  return (
    <Field.Root className={classNames(styles.field, className)} invalid={error !== null}>
      <Field.Label className={styles.label}>{label}</Field.Label>
      <Field.Control
        autoComplete="off"
        className={classNames(styles.input, isCode && styles.code)}
        placeholder={placeholder}
        spellCheck={false}
        type={isSecret ? 'password' : 'text'}
        value={value}
        onValueChange={onChange}
      />
      {error !== null && (
        <Field.Error match className={styles.error}>
          {error}
        </Field.Error>
      )}
      {hint && error === null && <Field.Description className={styles.hint}>{hint}</Field.Description>}
    </Field.Root>
  )
}

import { Field } from '@base-ui/react/field'
import { useEffect, useState } from 'react'
import { parseBytes } from '../../shared/format/parse-bytes.ts'
import { classNames } from '../controls/class-names.ts'
import field from '../controls/text-field.module.css'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import styles from './setting-control.module.css'

export interface ByteFieldProps {
  label: string
  value: number
  /** Inclusive, in bytes. */
  range: readonly [number, number]
  /** `/s` for speeds. */
  suffix?: string
  onChange: (value: number) => void
}

/** A size, typed with its unit. Takes effect when the field is left or Enter is pressed; says what is wrong until then. */
export function ByteField({ label, value, range, suffix = '', onChange }: Readonly<ByteFieldProps>) {
  const t = useText('dialogs')
  const format = useFormat()
  const shown = format.byteLimit(value) + suffix
  const [text, setText] = useState(shown)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    setText(shown)
    setProblem(null)
  }, [shown])

  const commit = () => {
    if (text === shown) return setProblem(null)
    const bytes = parseBytes(text)
    if (bytes === null) return setProblem(t('settings.byteForm'))
    const [min, max] = range
    if (bytes < min || bytes > max) {
      return setProblem(
        t('settings.byteRange', { min: format.byteLimit(min) + suffix, max: format.byteLimit(max) + suffix }),
      )
    }
    setProblem(null)
    if (bytes === value) setText(shown)
    else onChange(bytes)
  }
  return (
    <Field.Root className={styles.bytes} invalid={problem !== null}>
      <Field.Control
        aria-label={label}
        className={field.input}
        spellCheck={false}
        value={text}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit()
        }}
        onValueChange={setText}
      />
      {problem !== null && (
        <Field.Error match className={classNames(field.error)}>
          {problem}
        </Field.Error>
      )}
    </Field.Root>
  )
}

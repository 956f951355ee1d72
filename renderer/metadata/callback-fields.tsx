import { useId } from 'react'
import { Choice } from '../controls/choice.tsx'
import { classNames } from '../controls/class-names.ts'
import field from '../controls/text-field.module.css'
import { TextField } from '../controls/text-field.tsx'
import { useText } from '../language/text.ts'
import styles from './metadata-editor.module.css'
import { callbackUrlsOf, type MetadataForm } from './metadata-form.ts'
import { PairRows } from './pair-rows.tsx'

export interface CallbackFieldsProps {
  form: MetadataForm
  problem: (name: keyof MetadataForm) => string | null
  onChange: (change: Partial<MetadataForm>) => void
}

const bodyTypes = ['', 'application/x-www-form-urlencoded', 'application/json'] as const

/** Whom OSS tells once the object is complete (R19). Nothing more is asked for until there is an address. */
export function CallbackFields({ form, problem, onChange }: Readonly<CallbackFieldsProps>) {
  const t = useText('sheet')
  const isUsed = callbackUrlsOf(form).length > 0 || form.callbackBody !== ''
  return (
    <>
      <TextArea
        error={problem('callbackUrls')}
        hint={t('metadata.hint.callbackUrls')}
        label={t('metadata.callbackUrls')}
        rows={1}
        value={form.callbackUrls}
        onChange={(callbackUrls) => onChange({ callbackUrls })}
      />
      {isUsed && (
        <>
          <TextArea
            error={problem('callbackBody')}
            hint={t('metadata.hint.callbackBody')}
            label={t('metadata.callbackBody')}
            rows={2}
            value={form.callbackBody}
            onChange={(callbackBody) => onChange({ callbackBody })}
          />
          <div className={styles.columns}>
            <TextField
              isCode
              hint={t('metadata.hint.callbackHost')}
              label={t('metadata.callbackHost')}
              value={form.callbackHost}
              onChange={(callbackHost) => onChange({ callbackHost })}
            />
            <div className={field.field}>
              <span className={field.label}>{t('metadata.callbackBodyType')}</span>
              <Choice
                label={t('metadata.callbackBodyType')}
                options={bodyTypes.map((value) => ({ value, label: value || t('metadata.bodyTypeUnset') }))}
                value={form.callbackBodyType}
                onChange={(callbackBodyType) => onChange({ callbackBodyType })}
              />
            </div>
          </div>
          <PairRows
            addLabel={t('metadata.addVariable')}
            error={problem('callbackVariables')}
            hint={t('metadata.hint.callbackVariables')}
            label={t('metadata.callbackVariables')}
            pairs={form.callbackVariables}
            onChange={(callbackVariables) => onChange({ callbackVariables })}
          />
        </>
      )}
    </>
  )
}

interface TextAreaProps {
  label: string
  hint: string
  error: string | null
  rows: number
  value: string
  onChange: (value: string) => void
}

function TextArea({ label, hint, error, rows, value, onChange }: Readonly<TextAreaProps>) {
  const id = useId()
  return (
    <div className={field.field}>
      <label className={field.label} htmlFor={id}>
        {label}
      </label>
      <textarea
        aria-describedby={`${id}-note`}
        aria-invalid={error !== null}
        className={classNames(field.input, field.code, styles.area)}
        id={id}
        rows={rows}
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <p className={error === null ? field.hint : field.error} id={`${id}-note`}>
        {error ?? hint}
      </p>
    </div>
  )
}

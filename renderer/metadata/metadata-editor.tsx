import type { ReactNode } from 'react'
import { Choice } from '../controls/choice.tsx'
import field from '../controls/text-field.module.css'
import { TextField } from '../controls/text-field.tsx'
import { TickBox } from '../controls/tick-box.tsx'
import { useText } from '../language/text.ts'
import { CallbackFields } from './callback-fields.tsx'
import styles from './metadata-editor.module.css'
import type { MetadataForm } from './metadata-form.ts'
import { PairRows } from './pair-rows.tsx'
import { useProblemText } from './use-problem-text.ts'

export interface MetadataEditorProps {
  form: MetadataForm
  onChange: (change: Partial<MetadataForm>) => void
}

/** Everything that can be set on an object as it is uploaded (R18, R19). What is wrong is said while it is typed. */
export function MetadataEditor({ form, onChange }: Readonly<MetadataEditorProps>) {
  const t = useText('sheet')
  const problem = useProblemText(form)
  const text = (
    name: 'contentType' | 'cacheControl' | 'contentDisposition' | 'contentEncoding' | 'expires',
  ) => (
    <TextField
      isCode
      error={problem(name)}
      hint={t(`metadata.hint.${name}`)}
      label={t(`metadata.${name}`)}
      placeholder={t(`metadata.placeholder.${name}`)}
      value={form[name]}
      onChange={(value) => onChange({ [name]: value })}
    />
  )
  return (
    <div className={styles.editor}>
      <div className={styles.columns}>
        {text('contentType')}
        {text('cacheControl')}
        {text('contentDisposition')}
        {text('contentEncoding')}
        {text('expires')}
        <TextField
          isCode
          error={problem('trafficLimit')}
          hint={t('metadata.hint.trafficLimit')}
          label={t('metadata.trafficLimit')}
          placeholder={t('metadata.placeholder.trafficLimit')}
          value={form.trafficLimit}
          onChange={(trafficLimit) => onChange({ trafficLimit })}
        />
      </div>
      <Access form={form} onChange={onChange} />
      <PairRows
        addLabel={t('metadata.addMeta')}
        error={problem('userMetadata')}
        hint={t('metadata.hint.userMetadata')}
        label={t('metadata.userMetadata')}
        pairs={form.userMetadata}
        onChange={(userMetadata) => onChange({ userMetadata })}
      />
      <PairRows
        addLabel={t('metadata.addTag')}
        error={problem('tags')}
        hint={t('metadata.hint.tags')}
        label={t('metadata.tags')}
        pairs={form.tags}
        onChange={(tags) => onChange({ tags })}
      />
      <CallbackFields form={form} problem={problem} onChange={onChange} />
    </div>
  )
}

const acls = ['', 'default', 'private', 'public-read', 'public-read-write'] as const
const storageClasses = ['', 'Standard', 'IA', 'Archive', 'ColdArchive', 'DeepColdArchive'] as const
const algorithms = ['', 'AES256', 'KMS', 'SM4'] as const

/** Who may read it, how it is kept, and whether it may replace another. */
function Access({ form, onChange }: Readonly<MetadataEditorProps>) {
  const t = useText('sheet')
  const problem = useProblemText(form)
  return (
    <>
      <div className={styles.columns}>
        <Line label={t('metadata.acl')}>
          <Choice
            label={t('metadata.acl')}
            options={acls.map((value) => ({ value, label: t(`metadata.acls.${value || 'unset'}`) }))}
            value={form.acl}
            onChange={(acl) => onChange({ acl })}
          />
        </Line>
        <Line label={t('metadata.storageClass')}>
          <Choice
            label={t('metadata.storageClass')}
            options={storageClasses.map((value) => ({
              value,
              label: t(`metadata.storageClasses.${value || 'unset'}`),
            }))}
            value={form.storageClass}
            onChange={(storageClass) => onChange({ storageClass })}
          />
        </Line>
        <Line label={t('metadata.encryption')}>
          <Choice
            label={t('metadata.encryption')}
            options={algorithms.map((value) => ({
              value,
              label: t(`metadata.encryptions.${value || 'unset'}`),
            }))}
            value={form.encryption}
            onChange={(encryption) => onChange({ encryption })}
          />
        </Line>
        {form.encryption === 'KMS' && (
          <TextField
            isCode
            error={problem('kmsKeyId')}
            hint={t('metadata.hint.kmsKeyId')}
            label={t('metadata.kmsKeyId')}
            value={form.kmsKeyId}
            onChange={(kmsKeyId) => onChange({ kmsKeyId })}
          />
        )}
      </div>
      <TickBox checked={form.forbidOverwrite} onChange={(forbidOverwrite) => onChange({ forbidOverwrite })}>
        {t('metadata.forbidOverwrite')}
      </TickBox>
    </>
  )
}

function Line({ label, children }: Readonly<{ label: string; children: ReactNode }>) {
  return (
    <div className={field.field}>
      <span className={field.label}>{label}</span>
      {children}
    </div>
  )
}

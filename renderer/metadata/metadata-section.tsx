import { useId, useState } from 'react'
import { classNames } from '../controls/class-names.ts'
import { FoldButton } from '../controls/fold-button.tsx'
import { useText } from '../language/text.ts'
import styles from './metadata-editor.module.css'
import { MetadataEditor, type MetadataEditorProps } from './metadata-editor.tsx'
import { countSet, metadataFrom } from './metadata-form.ts'
import { metadataProblems } from './metadata-problems.ts'

/** The editor behind one line that says how much is set; folded away until it is needed, or something in it is wrong. */
export function MetadataSection({
  form,
  onChange,
  label,
}: Readonly<MetadataEditorProps & { label: string }>) {
  const t = useText('sheet')
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  const wrong = Object.keys(metadataProblems(form)).length
  const count = wrong > 0 ? 0 : countSet(metadataFrom(form))
  const state =
    wrong > 0
      ? t('metadata.wrong', { count: wrong })
      : count > 0
        ? t('metadata.set', { count })
        : t('metadata.none')
  return (
    <section className={styles.section}>
      <FoldButton controls={id} isOpen={isOpen} onToggle={() => setOpen(!isOpen)}>
        {label}
        <span className={classNames(styles.count, wrong > 0 && styles.wrong)}>{state}</span>
      </FoldButton>
      <div hidden={!isOpen} id={id}>
        {isOpen && <MetadataEditor form={form} onChange={onChange} />}
      </div>
    </section>
  )
}

import { useText } from '../language/text.ts'
import { MetadataSection } from '../metadata/metadata-section.tsx'
import styles from './object-defaults.module.css'
import type { FormState } from './use-destination-form.ts'

/** What is set on every object that goes to a destination. */
export function ObjectDefaults({ state }: Readonly<{ state: FormState }>) {
  const t = useText('sheet')
  const tDialogs = useText('dialogs')
  const { form, problems, set } = state
  return (
    <div className={styles.defaults}>
      <MetadataSection
        form={form.metadata}
        label={t('metadata.defaults')}
        onChange={(change) => set({ metadata: { ...form.metadata, ...change } })}
      />
      {problems.metadata && (
        <p className={styles.wrong} role="alert">
          {tDialogs(`problem.${problems.metadata}`)}
        </p>
      )}
    </div>
  )
}

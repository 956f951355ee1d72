import type { CredentialSourceKind } from '../../shared/credential-source.ts'
import { Choice } from '../controls/choice.tsx'
import { useText } from '../language/text.ts'
import { CredentialLife } from './credential-life.tsx'
import styles from './destination-fields.module.css'
import type { DestinationForm } from './destination-form.ts'
import { FetchedFields } from './fetched-fields.tsx'
import { TypedFields } from './typed-fields.tsx'
import type { FormState } from './use-destination-form.ts'

export interface CredentialFieldsProps {
  state: FormState
  problem: (name: keyof DestinationForm) => string | null
}

const kinds = ['key', 'sts', 'file', 'command', 'url'] as const satisfies readonly CredentialSourceKind[]

/** Where credentials come from, the fields that source needs, and how long those in use are good for. */
export function CredentialFields({ state, problem }: Readonly<CredentialFieldsProps>) {
  const t = useText('credentials')
  const { sourceKind } = state.form
  const isTyped = sourceKind === 'key' || sourceKind === 'sts'
  return (
    <>
      <div className={styles.line}>
        <span className={styles.lineLabel}>{t('source')}</span>
        <Choice
          label={t('source')}
          options={kinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
          value={sourceKind}
          onChange={(kind) => state.set({ sourceKind: kind })}
        />
      </div>
      {isTyped ? (
        <TypedFields problem={problem} state={state} />
      ) : (
        <FetchedFields kind={sourceKind} problem={problem} state={state} />
      )}
      <CredentialLife destination={state.stored} />
    </>
  )
}

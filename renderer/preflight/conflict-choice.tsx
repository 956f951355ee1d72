import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { useId } from 'react'
import { type ConflictPolicy, conflictPolicies, exceptionFor } from '../../shared/object-metadata.ts'
import type { PreflightView } from '../../shared/preflight.ts'
import card from '../controls/card.module.css'
import { Choice } from '../controls/choice.tsx'
import radio from '../dialogs/cancel-dialog.module.css'
import { errorLine } from '../language/error-text.ts'
import { joinSentences } from '../language/join-sentences.ts'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { EntryList } from './entry-list.tsx'
import styles from './preflight-sheet.module.css'
import type { Decision } from './use-decision.ts'

interface Props {
  view: PreflightView
  decision: Decision
}

/** What is in the way, and what shall become of it; the choice holds for all of them. */
export function ConflictChoice({ view, decision }: Readonly<Props>) {
  const t = useText('sheet')
  const tWindow = useText()
  const format = useFormat()
  const { total, entries } = view.conflicts
  if (total === 0) {
    return (
      <div className={styles.line}>
        <span>
          <span className={styles.label}>{t('preflight.ifExists')}</span>
          <Unchecked view={view} />
        </span>
        <Choice
          label={t('preflight.ifExists')}
          options={conflictPolicies.map((value) => ({ value, label: tWindow(`conflict.${value}`) }))}
          value={decision.policy}
          onChange={decision.setPolicy}
        />
      </div>
    )
  }
  return (
    <section aria-label={t('preflight.conflictsLabel')} className={card.card}>
      <p className={styles.label}>
        {t('preflight.conflicts', { count: total, number: format.count(total) })}
      </p>
      <RadioGroup
        aria-label={t('preflight.applyToAll')}
        className={styles.policies}
        value={decision.policy}
        onValueChange={(next) => decision.setPolicy(next as ConflictPolicy)}
      >
        {conflictPolicies.map((policy) => (
          <Policy key={policy} policy={policy} />
        ))}
      </RadioGroup>
      <EntryList
        entries={entries.map(({ objectKey, sizeBytes, objectSizeBytes, lastModified }) => ({
          id: objectKey,
          name: objectKey,
          text: t('preflight.conflict', {
            size: format.bytes(objectSizeBytes),
            time: lastModified === 0 ? '' : format.moment(lastModified),
            mine: format.bytes(sizeBytes),
          }),
          control: (
            <Choice
              label={t('preflight.forThis', { key: objectKey })}
              options={conflictPolicies.map((value) => ({ value, label: t(`preflight.own.${value}`) }))}
              value={exceptionFor(decision.exceptions, objectKey) ?? decision.policy}
              onChange={(policy) => decision.except(objectKey, policy)}
            />
          ),
        }))}
        label={t('preflight.showConflicts')}
        total={total}
      />
      <Unchecked view={view} />
    </section>
  )
}

function Policy({ policy }: Readonly<{ policy: ConflictPolicy }>) {
  const t = useText('sheet')
  const id = useId()
  return (
    <label className={styles.policy} htmlFor={id}>
      <Radio.Root className={radio.radio} id={id} value={policy}>
        <Radio.Indicator className={radio.dot} />
      </Radio.Root>
      <span>
        {t(`preflight.policy.${policy}`)}
        <span className={styles.muted}> {t(`preflight.policyText.${policy}`)}</span>
      </span>
    </label>
  )
}

/** The bucket was not asked about everything: the choice still holds when the upload meets an object. */
function Unchecked({ view }: Readonly<{ view: PreflightView }>) {
  const t = useText('sheet')
  const { unchecked } = view.conflicts
  if (!unchecked) return null
  return (
    <span className={styles.note}>
      {joinSentences([
        t(`preflight.unchecked.${unchecked.reason}`),
        unchecked.error && errorLine(unchecked.error),
      ])}
    </span>
  )
}

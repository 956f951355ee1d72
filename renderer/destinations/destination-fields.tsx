import { useState } from 'react'
import { Button } from '../controls/button.tsx'
import { Choice } from '../controls/choice.tsx'
import { TextField } from '../controls/text-field.tsx'
import { TickBox } from '../controls/tick-box.tsx'
import { useText } from '../language/text.ts'
import { CredentialFields } from './credential-fields.tsx'
import { isCredentialProblem } from './credential-form.ts'
import styles from './destination-fields.module.css'
import type { DestinationForm } from './destination-form.ts'
import { EndpointField } from './endpoint-field.tsx'
import { isPlainElsewhere, mayBeCustomDomain, readEndpoint } from './endpoint-text.ts'
import { PlainHttp } from './plain-http.tsx'
import type { FormState } from './use-destination-form.ts'

/** The fields of a destination on OSS, the rarely needed ones folded away. */
export function DestinationFields({ state }: Readonly<{ state: FormState }>) {
  const t = useText('dialogs')
  const tCredentials = useText('credentials')
  const { form, problems, set } = state
  const problem = (name: keyof DestinationForm) => {
    const found = problems[name]
    if (!found) return null
    return isCredentialProblem(found) ? tCredentials(`problem.${found}`) : t(`problem.${found}`)
  }
  const { endpoint, region } = readEndpoint(form.endpointText)
  return (
    <div className={styles.fields}>
      <EndpointField
        error={problem('endpointText')}
        value={form.endpointText}
        onChange={(endpointText) => set({ endpointText })}
      />
      {endpoint !== '' && region === null && (
        <TextField
          isCode
          error={problem('regionText')}
          hint={t('destination.regionHint')}
          label={t('destination.region')}
          placeholder={t('destination.endpointPlaceholder')}
          value={form.regionText}
          onChange={(regionText) => set({ regionText })}
        />
      )}
      {isPlainElsewhere(endpoint) && <PlainHttp error={problem('allowPlainHttp')} state={state} />}
      {mayBeCustomDomain(endpoint) && (
        <TickBox checked={form.isCustomDomain} onChange={(isCustomDomain) => set({ isCustomDomain })}>
          {t('destination.customDomain')}
        </TickBox>
      )}
      <div className={styles.pair}>
        <TextField
          isCode
          error={problem('bucket')}
          label={t('destination.bucket')}
          value={form.bucket}
          onChange={(bucket) => set({ bucket })}
        />
        <TextField
          isCode
          error={problem('prefix')}
          label={t('destination.prefix')}
          placeholder={t('destination.prefixPlaceholder')}
          value={form.prefix}
          onChange={(prefix) => set({ prefix })}
        />
      </div>
      <CredentialFields problem={problem} state={state} />
      <More state={state} />
    </div>
  )
}

/** Name and signature version: right as they are for most people. */
function More({ state }: Readonly<{ state: FormState }>) {
  const t = useText('dialogs')
  const { form, set } = state
  const [isOpen, setOpen] = useState(form.signatureVersion === 'v1')
  if (!isOpen) {
    return (
      <Button className={styles.more} look="quiet" onClick={() => setOpen(true)}>
        {t('destination.more')}
      </Button>
    )
  }
  return (
    <>
      <TextField
        hint={t('destination.nameHint')}
        label={t('destination.name')}
        placeholder={form.bucket}
        value={form.name}
        onChange={(name) => set({ name })}
      />
      <div className={styles.line}>
        <span className={styles.lineLabel}>{t('destination.signature')}</span>
        <Choice
          label={t('destination.signature')}
          options={[
            { value: 'v4', label: t('destination.signatureV4') },
            { value: 'v1', label: t('destination.signatureV1') },
          ]}
          value={form.signatureVersion}
          onChange={(signatureVersion) => set({ signatureVersion })}
        />
      </div>
    </>
  )
}

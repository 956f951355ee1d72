import { Lock, TriangleAlert } from 'lucide-react'
import { classNames } from '../controls/class-names.ts'
import { TextField } from '../controls/text-field.tsx'
import { TickBox } from '../controls/tick-box.tsx'
import { useText } from '../language/text.ts'
import { useAppStore } from '../store/app-store.ts'
import type { CredentialFieldsProps } from './credential-fields.tsx'
import { type CredentialForm, keepsSecret, pastedCredentials } from './credential-form.ts'
import styles from './destination-fields.module.css'
import type { FormState } from './use-destination-form.ts'

/** A key pair, with its token where it is temporary, and where the secret is going to be. It is never shown again. */
export function TypedFields({ state, problem }: Readonly<CredentialFieldsProps>) {
  const t = useText('dialogs')
  const { form, set, stored } = state
  const kept = keepsSecret(form, stored) ? t('destination.secretKept') : undefined
  const change = (name: keyof CredentialForm) => (value: string) =>
    set(pastedCredentials(value) ?? { [name]: value })
  return (
    <>
      <div className={styles.pair}>
        <TextField
          isCode
          error={problem('accessKeyId')}
          label={t('destination.keyId')}
          value={form.accessKeyId}
          onChange={change('accessKeyId')}
        />
        <TextField
          isCode
          isSecret
          error={problem('accessKeySecret')}
          label={t('destination.secret')}
          placeholder={kept}
          value={form.accessKeySecret}
          onChange={change('accessKeySecret')}
        />
      </div>
      {form.sourceKind === 'sts' && (
        <TokenFields change={change} kept={kept} problem={problem} state={state} />
      )}
      <SecretPlace />
      <SessionOnly state={state} />
    </>
  )
}

interface TokenFieldsProps extends CredentialFieldsProps {
  change: (name: keyof CredentialForm) => (value: string) => void
  kept: string | undefined
}

function TokenFields({ state, problem, change, kept }: Readonly<TokenFieldsProps>) {
  const t = useText('credentials')
  return (
    <div className={styles.pair}>
      <TextField
        isCode
        isSecret
        error={problem('securityToken')}
        hint={t('hint.sts')}
        label={t('token')}
        placeholder={kept}
        value={state.form.securityToken}
        onChange={change('securityToken')}
      />
      <TextField
        isCode
        error={problem('expirationText')}
        hint={t('expirationHint')}
        label={t('expiration')}
        value={state.form.expirationText}
        onChange={change('expirationText')}
      />
    </div>
  )
}

function SecretPlace() {
  const t = useText('dialogs')
  const info = useAppStore((state) => state.info)
  const canProtect = info?.canProtectSecrets ?? true
  const platform = info?.platform
  const place = platform === 'darwin' || platform === 'win32' ? platform : 'linux'
  const Icon = canProtect ? Lock : TriangleAlert
  return (
    <p className={classNames(styles.note, !canProtect && styles.warning)}>
      <Icon aria-hidden size={14} />
      {canProtect ? t(`secret.${place}`) : t('secret.none')}
    </p>
  )
}

function SessionOnly({ state }: Readonly<{ state: FormState }>) {
  const t = useText('dialogs')
  const canProtect = useAppStore(({ info }) => info?.canProtectSecrets ?? true)
  // Without protection there is nothing to choose: a secret is not written down in the clear.
  if (!canProtect) return null
  return (
    <TickBox checked={state.form.sessionOnly} onChange={(sessionOnly) => state.set({ sessionOnly })}>
      {t('secret.sessionOnly')}
    </TickBox>
  )
}

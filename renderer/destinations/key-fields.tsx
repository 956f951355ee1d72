import { Lock, TriangleAlert } from 'lucide-react'
import { classNames } from '../controls/class-names.ts'
import { TextField } from '../controls/text-field.tsx'
import { TickBox } from '../controls/tick-box.tsx'
import { useText } from '../language/text.ts'
import { useAppStore } from '../store/app-store.ts'
import styles from './destination-fields.module.css'
import type { DestinationForm } from './destination-form.ts'
import type { FormState } from './use-destination-form.ts'

export interface KeyFieldsProps {
  state: FormState
  problem: (name: keyof DestinationForm) => string | null
}

/** The key pair, and where the secret is going to be. A stored secret is never shown again. */
export function KeyFields({ state, problem }: Readonly<KeyFieldsProps>) {
  const t = useText('dialogs')
  const { form, set, stored } = state
  const keepsSecret = stored?.hasSecret === true && stored.accessKeyId === form.accessKeyId.trim()
  return (
    <>
      <div className={styles.pair}>
        <TextField
          isCode
          error={problem('accessKeyId')}
          label={t('destination.keyId')}
          value={form.accessKeyId}
          onChange={(accessKeyId) => set({ accessKeyId })}
        />
        <TextField
          isCode
          isSecret
          error={problem('accessKeySecret')}
          label={t('destination.secret')}
          placeholder={keepsSecret ? t('destination.secretKept') : undefined}
          value={form.accessKeySecret}
          onChange={(accessKeySecret) => set({ accessKeySecret })}
        />
      </div>
      <SecretPlace />
      <SessionOnly state={state} />
    </>
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

import { Button } from '../controls/button.tsx'
import { TextField } from '../controls/text-field.tsx'
import { TickBox } from '../controls/tick-box.tsx'
import { useText } from '../language/text.ts'
import { useAppStore } from '../store/app-store.ts'
import styles from './proxy-form.module.css'
import { useProxyFormStore } from './proxy-form-store.ts'
import { useProxyForm } from './use-proxy-form.ts'

/** Address and log-in of the person's own proxy, while that is what they chose. */
export function ProxyForm() {
  const isManual = useAppStore(({ settings }) => settings.proxyMode === 'manual')
  const isEntering = useProxyFormStore((state) => state.isEntering)
  return isManual || isEntering ? <Fields /> : null
}

function Fields() {
  const t = useText('dialogs')
  const canProtect = useAppStore(({ info }) => info?.canProtectSecrets ?? true)
  const { fields, problem, keepsPassword, isChanged, isBusy, set, save } = useProxyForm()
  return (
    <form
      aria-label={t('proxy.label')}
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <TextField
        isCode
        error={problem}
        hint={t('proxy.addressHint')}
        label={t('proxy.address')}
        placeholder="http://proxy.example:3128"
        value={fields.address}
        onChange={(address) => set({ address })}
      />
      <div className={styles.pair}>
        <TextField
          isCode
          label={t('proxy.username')}
          value={fields.username}
          onChange={(username) => set({ username })}
        />
        <TextField
          isCode
          isSecret
          label={t('proxy.password')}
          placeholder={keepsPassword ? t('destination.secretKept') : undefined}
          value={fields.password}
          onChange={(password) => set({ password })}
        />
      </div>
      <p className={styles.note}>{t(canProtect ? 'proxy.passwordSealed' : 'proxy.passwordInMemory')}</p>
      {canProtect && (
        <TickBox checked={fields.sessionOnly} onChange={(sessionOnly) => set({ sessionOnly })}>
          {t('proxy.sessionOnly')}
        </TickBox>
      )}
      <TextField
        isCode
        hint={t('proxy.exceptionsHint')}
        label={t('proxy.exceptions')}
        placeholder="*.corp.example, 10.0.0.0/8"
        value={fields.exceptions}
        onChange={(exceptions) => set({ exceptions })}
      />
      <Button className={styles.save} disabled={isBusy || !isChanged} look="primary" type="submit">
        {t('proxy.save')}
      </Button>
    </form>
  )
}
